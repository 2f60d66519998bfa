// A scenario from its text. All problems are told at once: those of the YAML, those of the shape, those that only show
// when its parts are seen together.

import { z } from "zod";
import { hash64Hex } from "../prelude/hash.ts";
import { buildScenario, type Complain } from "./build.ts";
import { readDocument, type Path, type ScenarioText } from "./document.ts";
import { readOverride, withOverride, type Override } from "./overrides.ts";
import type { Problem } from "./problem.ts";
import type { Scenario } from "./scenario.ts";
import { shape } from "./shape.ts";
import { didYouMean } from "./suggest.ts";

export { renderProblems, type Problem } from "./problem.ts";

export type Parsed = { readonly ok: true; readonly scenario: Scenario } | { readonly ok: false; readonly problems: readonly Problem[] };

/** `file` is named in problems; `overrides` are path=value, applied in order before anything is checked. */
export function parseScenario(bytes: string | Uint8Array, file: string, overrides: readonly string[] = []): Parsed {
  const read = readDocument(bytes, file);
  if (!("text" in read)) return { ok: false, problems: read.problems };
  const { text } = read;
  const problems: Problem[] = [...read.problems];
  const applied: Override[] = [];
  for (const written of overrides) {
    const override = readOverride(written);
    if ("message" in override) problems.push(override);
    else applied.push(override);
  }
  const value = applied.reduce<unknown>((changed, { path, value: replacement }) => withOverride(changed, path, replacement), text.value);
  const complain = complainer(text, applied, problems);
  const shaped = shape.safeParse(value, { reportInput: true });
  if (!shaped.success) for (const issue of shaped.error.issues) complainOf(issue, value, complain);
  const scenario = shaped.success ? buildScenario(shaped.data, openingComment(bytes), complain) : undefined;
  if (scenario === undefined || problems.length > 0) return { ok: false, problems: inOrder(problems) };
  return { ok: true, scenario: { ...scenario, hash: hash64Hex(JSON.stringify(value)) } };
}

/** The JSON Schema of scenario files, for editors. */
export function scenarioJsonSchema(): object {
  return { title: "3rc scenario", ...z.toJSONSchema(shape, { unrepresentable: "any" }) };
}

function complainer(text: ScenarioText, applied: readonly Override[], problems: Problem[]): Complain {
  return (path, message, atKey) => {
    const override = applied.findLast((each) => each.path.every((step, i) => i >= path.length || String(path[i]) === String(step)) && path.length >= each.path.length);
    problems.push(override === undefined ? text.problemAt(path, message, atKey) : { file: `--set ${override.text}`, line: undefined, column: undefined, source: "", message });
  };
}

type Issue = z.core.$ZodIssue;

function complainOf(issue: Issue, value: unknown, complain: Complain): void {
  switch (issue.code) {
    case "unrecognized_keys":
      for (const key of issue.keys) complain([...issue.path, key], `unknown key "${key}"${didYouMean(key, knownKeys(issue.path))}`, true);
      return;
    case "invalid_type":
      if (issue.input === undefined && issue.path.length > 0) complain(issue.path, `${String(issue.path[issue.path.length - 1])} is missing`, true);
      else complain(issue.path, `expected ${wanted(issue.expected)}, not ${wordOf(valueAt(value, issue.path))}`);
      return;
    case "invalid_value": {
      const options = issue.values.map(String);
      const written = valueAt(value, issue.path);
      if (written === undefined) complain(issue.path, `${String(issue.path[issue.path.length - 1])} is missing: expected ${options.join(", ")}`, true);
      else complain(issue.path, `"${String(written)}" is not among ${options.join(", ")}${didYouMean(String(written), options)}`);
      return;
    }
    case "invalid_union": {
      const written = valueAt(value, issue.path);
      if (written === undefined) complain(issue.path, `${String(issue.path[issue.path.length - 1])} is missing`, true);
      else complain(issue.path, `expected text or a number, not ${wordOf(written)}`);
      return;
    }
    case "too_small":
      complain(issue.path, issue.message.startsWith("Too small") ? `expected ${issue.inclusive === false ? "more than" : "at least"} ${String(issue.minimum)}` : issue.message);
      return;
    case "too_big":
    case "custom":
    case "invalid_format":
    case "not_multiple_of":
    case "invalid_key":
    case "invalid_element":
      complain(issue.path, issue.message);
      return;
  }
}

/** The keys that the shape knows at a path, for "did you mean". */
function knownKeys(path: Path): string[] {
  let at: unknown = scenarioJsonSchema();
  for (const step of path) {
    const node = at as { properties?: Record<string, unknown>; items?: unknown; additionalProperties?: unknown };
    at = typeof step === "number" ? node.items : (node.properties?.[String(step)] ?? node.additionalProperties ?? node.items);
  }
  return Object.keys((at as { properties?: Record<string, unknown> } | undefined)?.properties ?? {});
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => (typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined), value);
}

function wanted(type: string): string {
  const words: Record<string, string> = { object: "a mapping", record: "a mapping", array: "a list", int: "a whole number", number: "a number", string: "text", boolean: "true or false" };
  return words[type] ?? type;
}

function wordOf(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a mapping" : `"${String(value)}"`;
}

/** The comment at the top of the file, as its description. */
function openingComment(bytes: string | Uint8Array): string {
  const text = typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes);
  const comment = /^(#[^\n]*\n)+/.exec(text)?.[0] ?? "";
  return comment.replace(/^# ?/gm, "").trim();
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
