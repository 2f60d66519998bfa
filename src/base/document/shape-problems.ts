// What the shape finds wrong, in our own words: which key is unknown, what is missing, what was expected instead.

import { z } from "zod";
import type { Path } from "./path.ts";
import type { Complain } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

/** Of one mapping; more are no slips of the pen. */
const MOST_UNKNOWN = 100;

export type Issue = z.core.$ZodIssue;

/** Tells what one issue of the shape says about `value`. */
export function complainOf(shape: z.ZodType, issue: Issue, value: unknown, complain: Complain): void {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys.slice(0, MOST_UNKNOWN))
      complain([...path, key], `unknown key "${key}"${didYouMean(key, knownKeys(shape, path))}`, true);
    return;
  }
  const written = valueAt(value, path);
  if (written === undefined) complain(path, missing(issue), true);
  else complain(path, wrong(issue, written), issue.code === "invalid_key", placeIn(issue));
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

function wrong(issue: Issue, written: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${WORDS[issue.expected] ?? issue.expected}, not ${wordOf(written)}`;
    case "invalid_value":
      return (
        `expected ${issue.values.join(", ")}, not ` +
        `${wordOf(written)}${didYouMean(String(written), issue.values.map(String))}`
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
