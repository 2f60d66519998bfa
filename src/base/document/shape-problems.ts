// Reports the issues that the shape finds, as our own messages: which key is unknown, what is missing, what was
// expected.

import { z } from "zod";
import type { Path } from "./path.ts";
import type { Complain } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

/** The largest number of unknown keys reported for one mapping. */
const MAX_UNKNOWN = 100;

export type Issue = z.core.$ZodIssue;

/** Keys and values of version 0.3, each with its replacements. */
export type FormerNames = Readonly<Partial<Record<string, readonly string[]>>>;

/** A shape, and the former names of its words. */
type Shape = { readonly shape: z.ZodType; readonly former: FormerNames };

/** Whether an issue is about a former name of version 0.3. */
export function isFormer({ shape, former }: Shape, issue: Issue, value: unknown): boolean {
  if (issue.code === "unrecognized_keys")
    return issue.keys.some((key) => successor(former, key, knownKeys(shape, issue.path)) !== undefined);
  if (issue.code === "custom") return issue.params?.old === true;
  const written = valueAt(value, issue.path);
  return (
    issue.code === "invalid_value" &&
    typeof written === "string" &&
    successor(former, written, issue.values.map(String)) !== undefined
  );
}

/** The replacement of a former word among the known ones. */
function successor(former: FormerNames, word: string, known: readonly string[]): string | undefined {
  return Object.hasOwn(former, word) ? former[word]?.find((each) => known.includes(each)) : undefined;
}

/** Reports one issue of the shape about `value`. */
export function complainOf({ shape, former }: Shape, issue: Issue, value: unknown, complain: Complain): void {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys.slice(0, MAX_UNKNOWN)) {
      const known = knownKeys(shape, path);
      complain([...path, key], `unknown key "${key}"${meantBy(former, key, known)}`, true);
    }
    return;
  }
  const written = valueAt(value, path);
  if (written === undefined) complain(path, missing(issue), true);
  else complain(path, wrong(former, issue, written), issue.code === "invalid_key", placeIn(issue));
}

/** The offset of the issue within the text of the value. */
function placeIn(issue: Issue): number {
  return issue.code === "custom" ? Number(issue.params?.within ?? 0) : 0;
}

function missing(issue: Issue): string {
  const key = String(issue.path[issue.path.length - 1]);
  return issue.code === "invalid_value"
    ? `${key} is missing: expected ${issue.values.join(", ")}`
    : `${key} is missing`;
}

/** ` (it is called "home" now)`, or a suggestion of another known word. */
function meantBy(former: FormerNames, word: string, known: readonly string[]): string {
  const today = successor(former, word, known);
  return today === undefined ? didYouMean(word, known) : ` (it is called "${today}" now)`;
}

function wrong(former: FormerNames, issue: Issue, written: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${WORDS[issue.expected] ?? issue.expected}, not ${wordOf(written)}`;
    case "invalid_value":
      return (
        `expected ${issue.values.join(", ")}, not ` +
        `${wordOf(written)}${meantBy(former, String(written), issue.values.map(String))}`
      );
    case "invalid_union":
      return Array.isArray(written) ? issue.message : `${issue.message}, not ${wordOf(written)}`;
    case "too_small":
      return issue.origin === "array"
        ? issue.message
        : `expected ${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}, not ${wordOf(written)}`;
    case "too_big":
      return issue.origin === "string" ? issue.message : `expected at most ${issue.maximum}, not ${wordOf(written)}`;
    case "invalid_key":
      return issue.issues[0].message;
    case "unrecognized_keys":
    case "custom":
    case "invalid_format":
    case "not_multiple_of":
    case "invalid_element":
      return issue.message;
  }
}

const WORDS: Partial<Record<string, string>> = {
  object: "a mapping",
  record: "a mapping",
  array: "a list",
  int: "a whole number",
  number: "a number",
  string: "text",
  boolean: "true or false",
};

function wordOf(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a mapping" : `"${String(value)}"`;
}

/** The value at the path; undefined if there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, step)
        ? (at as Record<PropertyKey, unknown>)[step]
        : undefined,
    value,
  );
}

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
};

const SCHEMAS = new WeakMap<z.ZodType, Schema>();

function schemaOf(shape: z.ZodType): Schema {
  const made = SCHEMAS.get(shape) ?? (z.toJSONSchema(shape) as Schema);
  SCHEMAS.set(shape, made);
  return made;
}

/** The keys that the shape knows at a path. */
function knownKeys(shape: z.ZodType, path: Path): string[] {
  const at = path.reduce<Schema | undefined>(
    (node, step) =>
      typeof step === "number" ? node?.items : (node?.properties?.[String(step)] ?? node?.additionalProperties),
    schemaOf(shape),
  );
  return Object.keys(at?.properties ?? {});
}
