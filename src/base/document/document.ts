// The YAML text, the plain value in it, and the way back: from a path in the value to a place in the text.

import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type ParsedNode,
  type YAMLError,
} from "yaml";
import { hasHidden, hideOwnSigns, showOwnSigns } from "./own-signs.ts";
import type { Path } from "./path.ts";
import { problemOfAll, type Problem } from "./problem.ts";

export type ScenarioText = {
  readonly value: unknown;
  /** The comment that opens the file. */
  readonly comment: string;
  /** Keys given twice and the like; they leave the rest readable. */
  readonly problems: readonly Problem[];
  /**
   * Where the value at the path stands, or its key; the nearest ancestor for what is not there. `within` goes so many
   * characters into the value.
   */
  problemAt(path: Path, message: string, atKey?: boolean, within?: number): Problem;
};

/** No scenario that a person writes has more bytes. */
export const LARGEST = 1_000_000;

/** So many times may anchors be referred to, each counted with what it refers to in turn. */
const MOST_ALIASES = 10_000;

/** What kind of file is expected, and the keys it cannot do without. */
export type Expected = { readonly what: string; readonly keys: string };

const SCENARIO: Expected = { what: "a scenario", keys: "name, cluster and experiment" };

/** The text, or why there is none to be had. */
export function readDocument(
  bytes: string | Uint8Array,
  file: string,
  { what, keys }: Expected = SCENARIO,
): ScenarioText | readonly Problem[] {
  if (bytes.length > LARGEST)
    return [problemOfAll(file, `has ${bytes.length} bytes; expected ${what} (YAML) of at most ${LARGEST}`)];
  const source = decode(bytes);
  if (source === undefined) return [problemOfAll(file, `is not text; expected ${what} (YAML, UTF-8)`)];
  if (source.trim() === "") return [problemOfAll(file, `is empty; expected ${what} (YAML)`)];
  const lines = source.split(/\r?\n/);
  const counter = new LineCounter();
  const place = (offset: number, message: string): Problem => {
    const { line, col } = counter.linePos(offset);
    return { file, line, column: col, source: lines[line - 1] ?? "", message };
  };
  const document = parsed(source, counter);
  if (document === undefined) return [problemOfAll(file, TOO_DEEP)];
  const broken = [...document.errors, ...document.warnings].map((error) => place(error.pos[0], messageOf(error)));
  if (broken.length > 0) return broken;
  if (document.contents === null) return [problemOfAll(file, `has nothing but comments; expected ${what} (YAML)`)];
  const problems = flawsOf(document).map(({ offset, message }) => place(offset, message));
  const begin = document.contents.range[0];
  const value = plainValue(document);
  if (value === undefined)
    return problems.length > 0
      ? problems
      : [
          place(
            begin,
            "cannot be unfolded: its aliases (*name) or merges (<<) refer to themselves, to too much, or to what " +
              "is no mapping",
          ),
        ];
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [place(begin, `expected a mapping with ${keys}`)];
  return {
    value,
    comment: openingComment(source),
    problems,
    problemAt: (path, message, atKey = false, within = 0) =>
      place(into(source, offsetOf(document, path, atKey), within), message),
  };
}

/** One value as `--set` has it, or undefined if it is no YAML. */
export function readValue(text: string): { readonly value: unknown } | undefined {
  const document = parsed(text, new LineCounter());
  if (document === undefined || document.errors.length + document.warnings.length + flawsOf(document).length > 0)
    return undefined;
  return { value: plainValue(document) };
}

function decode(bytes: string | Uint8Array): string | undefined {
  const text = typeof bytes === "string" ? bytes : decodeUtf8(bytes);
  return text === undefined || text.includes("\0") || hasHidden(text) ? undefined : text;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const TOO_DEEP = "is nested too deeply";

/** Undefined for what is nested so deeply that the reader gives up. */
function parsed(source: string, lineCounter: LineCounter): Document.Parsed | undefined {
  try {
    return parseDocument(hideOwnSigns(source), {
      lineCounter,
      uniqueKeys: false,
      prettyErrors: false,
      merge: true,
      logLevel: "error",
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** YAML's own words, or plainer ones. */
function messageOf({ code, message }: YAMLError): string {
  switch (code) {
    case "TAB_AS_INDENT":
      return "a tab as indentation: YAML wants spaces";
    case "MULTIPLE_DOCS":
      return "a second document begins here: expected one";
    case "BAD_INDENT":
      if (message.startsWith("Flow "))
        return `a bracket is still open here: expected a closing ${message.slice(-1)} before this`;
      return message;
    default:
      return message.startsWith("Maximum call stack") ? TOO_DEEP : showOwnSigns(message.split("\n")[0]);
  }
}

function plainValue(document: Document): unknown {
  try {
    return restored(document.toJS({ maxAliasCount: MOST_ALIASES }));
  } catch {
    return undefined; // the reader throws for aliases that lead nowhere, in circles, or to too much
  }
}

function restored(value: unknown): unknown {
  if (typeof value === "string") return showOwnSigns(value);
  if (Array.isArray(value)) return value.map(restored);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== FORBIDDEN)
      .map(([key, inner]) => [showOwnSigns(key), restored(inner)]),
  );
}

function nameOf(key: unknown): string {
  return showOwnSigns(String(isScalar(key) ? key.value : key));
}

/** A key that JavaScript takes for something else. */
const FORBIDDEN = "__proto__";

/** What YAML lets pass and we do not: keys given twice, aliases of nothing. */
function flawsOf(document: Document.Parsed): { readonly offset: number; readonly message: string }[] {
  const flaws: { offset: number; message: string }[] = [];
  const tell = (node: unknown, message: string) =>
    flaws.push({ offset: isNode(node) ? (node.range?.[0] ?? 0) : 0, message });
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const name = nameOf(key);
        if (name === FORBIDDEN) tell(key, `${name} is no key`);
        else if (seen.has(name) && name !== "<<") tell(key, `${name} is given twice`);
        seen.add(name);
      }
    },
    Alias(_, alias) {
      if (alias.resolve(document) === undefined) tell(alias, `there is no &${alias.source} before this`);
    },
  });
  return flaws;
}

function offsetOf(document: Document.Parsed, path: Path, atKey: boolean): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    const inside = isAlias(node) ? node.resolve(document) : node;
    if (isMap<ParsedNode, ParsedNode | null>(inside)) {
      const pair = inside.items.findLast(({ key }) => nameOf(key) === String(step));
      if (pair === undefined) return offset;
      const wantsKey = (atKey && depth === path.length - 1) || pair.value === null;
      offset = (wantsKey ? pair.key : pair.value)?.range[0] ?? offset;
      node = pair.value;
    } else if (isSeq<ParsedNode>(inside)) {
      node = inside.items[Number(step)];
      if (!isNode(node)) return offset;
      offset = node.range?.[0] ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

/**
 * So many characters into the text that begins at the offset, if it is written in one piece: on one line, without
 * escapes.
 */
function into(source: string, offset: number, within: number): number {
  const begin = /["']/.test(source[offset] ?? "") ? offset + 1 : offset;
  const passed = source.slice(begin, begin + within);
  return within === 0 || /["'\\\n]/.test(passed) ? offset : begin + within;
}

/** The comment at the top of the file. */
function openingComment(source: string): string {
  const comment = /^\uFEFF?((?:#[^\n]*(?:\n|$))+)/.exec(source)?.[1] ?? "";
  return comment.replace(/\r/g, "").replace(/^# ?/gm, "").trim();
}
