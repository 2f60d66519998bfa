// A YAML text, its plain value, and the way back: from a path in the value to a place in the text.

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
import { joinSplit, meantAt, type Flaw } from "./flow-signs.ts";
import type { Path } from "./path.ts";
import { readOtherwise } from "./plain-words.ts";
import { problemOfAll, type Problem } from "./problem.ts";

export type ScenarioText = {
  readonly value: unknown;
  /** The comment that opens the file. */
  readonly comment: string;
  /** Duplicate keys and similar problems; the rest is still readable. */
  readonly problems: readonly Problem[];
  /** Words that YAML 1.1 reads differently; reported only if they have no other problem. */
  readonly words: readonly Problem[];
  /** Whether it uses syntax of version 0.3 that standard YAML reads differently. */
  readonly old: boolean;
  /**
   * A problem at the place of the value at the path, or of its key; of the nearest ancestor if it does not exist.
   * `within` is an offset in characters into the value.
   */
  problemAt(path: Path, message: string, atKey?: boolean, within?: number): Problem;
};

/** A text that cannot be read; `old` as in a ScenarioText. */
type Unreadable = { readonly problems: readonly Problem[]; readonly old: boolean };

/** In bytes: more than any scenario that a person writes. */
const LARGEST = 1_000_000;

/** The number of references to anchors that is accepted, including those inside what is referred to. */
const MAX_ALIASES = 10_000;

/** What kind of file is expected, and its required keys. */
type Expected = { readonly what: string; readonly keys: string };

const SCENARIO: Expected = { what: "a scenario", keys: "name, cluster and experiment" };

/** The text, or why it cannot be read. */
export function readDocument(
  bytes: string | Uint8Array,
  file: string,
  { what, keys }: Expected = SCENARIO,
): ScenarioText | Unreadable {
  const none = (...problems: readonly Problem[]): Unreadable => ({ problems, old: false });
  if (bytes.length > LARGEST)
    return none(problemOfAll(file, `has ${bytes.length} bytes; expected ${what} (YAML) of at most ${LARGEST}`));
  const source = decode(bytes);
  if (source === undefined) return none(problemOfAll(file, `is not text; expected ${what} (YAML, UTF-8)`));
  if (source.trim() === "") return none(problemOfAll(file, `is empty; expected ${what} (YAML)`));
  const place = placer(source, file);
  const document = parsed(source);
  if (document === undefined) return none(problemOfAll(file, TOO_DEEP));
  const told = (flaws: readonly Flaw[]) => flaws.map(({ offset, message }) => place(offset, message));
  const broken = errorsIn(document, source);
  if (broken.length > 0) return { problems: told(broken), old: broken.some(({ old }) => old === true) };
  if (document.contents === null) return none(problemOfAll(file, `has nothing but comments; expected ${what} (YAML)`));
  const split = joinSplit(document, source);
  const problems = told([...split, ...flawsOf(document)]);
  const begin = document.contents.range[0];
  const value = plainValue(document);
  if (value === undefined) return { problems: problems.length > 0 ? problems : [place(begin, ENDLESS)], old: false };
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return none(place(begin, `expected a mapping with ${keys}`));
  return {
    value,
    comment: openingComment(source),
    problems,
    words: told(otherwiseIn(document)),
    old: split.length > 0,
    problemAt: (path, message, atKey = false, within = 0) =>
      place(into(source, offsetOf(document, path, atKey), within), message),
  };
}

const ENDLESS =
  "cannot be unfolded: its aliases (*name) or merges (<<) refer to themselves, to too much, or not to a mapping";

function placer(source: string, file: string): (offset: number, message: string) => Problem {
  const lines = source.split(/\r?\n/);
  const counter = new LineCounter();
  for (let at = source.indexOf("\n"), begin = 0; ; begin = at + 1, at = source.indexOf("\n", begin)) {
    counter.addNewLine(begin);
    if (at < 0) break;
  }
  return (offset, message) => {
    const { line, col } = counter.linePos(offset);
    return { file, line, column: col, source: lines[line - 1] ?? "", message };
  };
}

/** For at most this many errors the intended meaning is searched for. */
const MAX_MEANT = 1000;

/** The errors that the YAML reader reports; if our own syntax is their reason, only that. */
function errorsIn(document: Document.Parsed, source: string): readonly Flaw[] {
  const errors = [...document.errors, ...document.warnings];
  const meant = new Map(
    errors
      .slice(0, MAX_MEANT)
      .flatMap((error) => meantAt(error, source) ?? [])
      .map((flaw) => [flaw.offset, flaw]),
  );
  if (meant.size > 0) return [...meant.values()];
  return errors.map((error) => ({ offset: error.pos[0], message: messageOf(error) }));
}

/** The value in a `--set` option, or its problem, at a place from 0. */
export function readValue(
  text: string,
): { readonly value: unknown } | { readonly at: number; readonly message: string; readonly old: boolean } {
  const document = parsed(text);
  const wrong = document === undefined ? [] : [...errorsIn(document, text), ...joinSplit(document, text)];
  const flaw = wrong.find(({ old }) => old === true);
  const word = document === undefined ? undefined : otherwiseIn(document)[0];
  if (flaw !== undefined) return { at: flaw.offset, message: flaw.message, old: true };
  if (document === undefined || wrong.length + flawsOf(document).length > 0)
    return { at: 0, message: `"${text}" is not a YAML value`, old: false };
  return word === undefined ? { value: plainValue(document) } : { at: word.offset, message: word.message, old: false };
}

function decode(bytes: string | Uint8Array): string | undefined {
  const text = typeof bytes === "string" ? bytes : decodeUtf8(bytes);
  return text === undefined || text.includes("\0") ? undefined : text;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const TOO_DEEP = "is nested too deeply";

/** Undefined if the text is nested so deeply that the reader fails. */
function parsed(source: string): Document.Parsed | undefined {
  try {
    return parseDocument(source, {
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

/** The YAML reader's message, or a simpler one. */
function messageOf({ code, message }: YAMLError): string {
  if (code === "TAB_AS_INDENT") return "a tab as indentation: YAML requires spaces";
  if (code === "MULTIPLE_DOCS") return "a second document begins here: expected one";
  if (code === "BAD_INDENT")
    return message.startsWith("Flow ")
      ? `a bracket is still open here: expected a closing ${message.slice(-1)} before this`
      : message;
  return message.startsWith("Maximum call stack") ? TOO_DEEP : message.split("\n")[0];
}

function plainValue(document: Document): unknown {
  try {
    return withoutForbidden(document.toJS({ maxAliasCount: MAX_ALIASES }));
  } catch {
    return undefined; // the reader throws for aliases without an anchor, in circles, or to too much
  }
}

function withoutForbidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutForbidden);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== FORBIDDEN)
      .map(([key, inner]) => [key, withoutForbidden(inner)]),
  );
}

function nameOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

/** A key with a special meaning in JavaScript. */
const FORBIDDEN = "__proto__";

/** What YAML accepts and we do not: duplicate keys, aliases without an anchor. */
function flawsOf(document: Document.Parsed): readonly Flaw[] {
  const flaws: Flaw[] = [];
  const tell = (node: unknown, message: string) =>
    flaws.push({ offset: isNode(node) ? (node.range?.[0] ?? 0) : 0, message });
  const anchors = new Set<string>();
  visit(document, {
    Map(_, map) {
      if (map.anchor !== undefined) anchors.add(map.anchor);
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const name = nameOf(key);
        if (name === FORBIDDEN) tell(key, `${name} is not allowed as a key`);
        else if (seen.has(name) && name !== "<<") tell(key, `${name} is given twice`);
        seen.add(name);
      }
    },
    Value(_, { anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(_, alias) {
      if (!anchors.has(alias.source)) tell(alias, `there is no &${alias.source} before this`);
    },
  });
  return flaws;
}

/** Words without quotes that YAML 1.1 reads differently. */
function otherwiseIn(document: Document.Parsed): readonly Flaw[] {
  const flaws: Flaw[] = [];
  visit(document, {
    Scalar(_, { type, source = "", range }) {
      const message = type === "PLAIN" ? readOtherwise(source) : undefined;
      if (message !== undefined) flaws.push({ offset: range?.[0] ?? 0, message });
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
 * The offset of a character within the text that begins at `offset`, if that is on one line and has no escapes; else
 * `offset`.
 */
function into(source: string, offset: number, within: number): number {
  const begin = /["']/.test(source[offset] ?? "") ? offset + 1 : offset;
  const passed = source.slice(begin, begin + within);
  return within === 0 || /["'\\\n]/.test(passed) ? offset : begin + within;
}

/** The line that tells an editor where the schema is; it is not a part of the description. */
export const MODELINE = /^# yaml-language-server:.*\n?/gm;

/** The comment at the top of the file. */
function openingComment(source: string): string {
  const comment = /^\uFEFF?((?:#[^\n]*(?:\n|$))+)/.exec(source)?.[1] ?? "";
  return comment.replace(/\r/g, "").replace(MODELINE, "").replace(/^# ?/gm, "").trim();
}
