// The YAML text, the plain value in it, and the way back: from a path in the value to a place in the text.
//
// One liberty is taken with YAML: in `{ takes: normal(2s, 0.3s) }` the comma belongs to the law, as everybody expects, not to
// the mapping. Commas and colons between parentheses are put out of YAML's sight before it reads, one for one so that all
// places stay, and back in afterwards.

import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from "yaml";
import type { Problem } from "./problem.ts";

export type Path = readonly PropertyKey[];

export type ScenarioText = {
  readonly value: unknown;
  /** Where the value at the path stands, or its key; the nearest ancestor for what is not there. */
  problemAt(path: Path, message: string, atKey?: boolean): Problem;
};

/** No scenario that a person writes is larger. */
export const LARGEST = 1_000_000;

export function readDocument(bytes: string | Uint8Array, file: string): { readonly text: ScenarioText; readonly problems: readonly Problem[] } | { readonly problems: readonly [Problem, ...Problem[]] } {
  const whole = (message: string): { problems: readonly [Problem] } => ({ problems: [{ file, line: undefined, column: undefined, source: "", message }] });
  if (bytes.length > LARGEST) return whole(`has ${bytes.length} bytes; expected a scenario (YAML) of at most ${LARGEST}`);
  const source = decode(bytes);
  if (source === undefined) return whole("is not text; expected a scenario (YAML, UTF-8)");
  if (source.trim() === "") return whole("is empty; expected a scenario (YAML)");
  const counter = new LineCounter();
  const document = parseDocument(hidden(source), { lineCounter: counter, uniqueKeys: true, prettyErrors: false, merge: true });
  const lines = source.split("\n");
  const place = (offset: number, message: string): Problem => {
    const { line, col } = counter.linePos(offset);
    return { file, line, column: col, source: lines[line - 1] ?? "", message };
  };
  const broken = [...document.errors, ...document.warnings].map((error) => place(error.pos[0], shown(error.message.split("\n")[0])));
  const value = plain(document);
  if (value === undefined) return { problems: broken.length > 0 ? [broken[0], ...broken.slice(1)] : [place(0, "aliases are nested too deeply")] };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { problems: [place(document.contents?.range?.[0] ?? 0, "expected a mapping with name, cluster and experiment")] };
  return { problems: broken, text: { value, problemAt: (path, message, atKey = false) => place(offsetOf(document, path, atKey), message) } };
}

function decode(bytes: string | Uint8Array): string | undefined {
  if (typeof bytes === "string") return bytes.includes("\0") ? undefined : bytes;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

function plain(document: Document): unknown {
  try {
    return restored(document.toJS({ maxAliasCount: 100 }));
  } catch {
    return undefined;
  }
}

function offsetOf(document: Document, path: Path, atKey: boolean): number {
  let node: unknown = document.contents;
  let offset = (document.contents as Node | null)?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    const resolved = isAlias(node) ? node.resolve(document) : node;
    const last = depth === path.length - 1;
    if (isMap(resolved)) {
      const pair = resolved.items.find(({ key }) => shown(String(isScalar(key) ? key.value : key)) === String(step));
      if (pair === undefined) return offset;
      const key = pair.key as Node;
      node = pair.value;
      offset = (last && atKey) || node === null || (node as Node).range == null ? (key.range?.[0] ?? offset) : ((node as Node).range?.[0] ?? offset);
    } else if (isSeq(resolved)) {
      node = resolved.items[Number(step)];
      if (node === undefined) return offset;
      offset = (node as Node).range?.[0] ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

const [COMMA, COLON] = ["\uE000", "\uE001"];

/** `name(…)`, parentheses balanced, on one line. */
const CALL = /[A-Za-z]+\((?:[^()\n]|\((?:[^()\n]|\([^()\n]*\))*\))*\)/g;

function hidden(source: string): string {
  return source.replace(CALL, (call) => call.replaceAll(",", COMMA).replaceAll(":", COLON));
}

function shown(text: string): string {
  return text.replaceAll(COMMA, ",").replaceAll(COLON, ":");
}

function restored(value: unknown): unknown {
  if (typeof value === "string") return shown(value);
  if (Array.isArray(value)) return value.map(restored);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [shown(key), restored(inner)]));
}
