// What the shape finds wrong, in our own words: which key is unknown, what is missing, what was expected instead.

import { z } from "zod";
import type { Path } from "./path.ts";
import type { Complain } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

/** Of one mapping; more are no slips of the pen. */
const MAX_UNKNOWN = 100;

export type Issue = z.core.$ZodIssue;

/** Keys and values of version 0.3, each with those that have taken its place. */
export type FormerNames = Readonly<Partial<Record<string, readonly string[]>>>;

/** A shape, and what its words were called before. */
type Shape = { readonly shape: z.ZodType; readonly former: FormerNames };

/** Whether an issue is about what version 0.3 wrote so. */
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

/** The word that has taken the place of another among those that are known. */
function successor(former: FormerNames, word: string, known: readonly string[]): string | undefined {
  return Object.hasOwn(former, word) ? former[word]?.find((each) => known.includes(each)) : undefined;
}

/** Tells what one issue of the shape says about `value`. */
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

/** How far into the text that is wrong. */
function placeIn(issue: Issue): number {
  return issue.code === "custom" ? Number(issue.params?.within ?? 0) : 0;
}

function missing(issue: Issue): string {
  const key = String(issue.path[issue.path.length - 1]);
  return issue.code === "invalid_value"
    ? `${key} is missing: expected ${issue.values.join(", ")}`
    : `${key} is missing`;
}

/** ` (it is called "home" now)`, or what was meant otherwise. */
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

/** What stands at the path; undefined if nothing does. */
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
