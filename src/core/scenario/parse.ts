// Reads a scenario from its text. All problems are reported at once: those of the YAML, those of the shape, and those
// that depend on several parts.

import { hash64Hex } from "../../base/prelude/hash.ts";
import { buildScenario } from "./builders/build.ts";
import { readDocument, type ScenarioText } from "../../base/document/document.ts";
import type { Path } from "../../base/document/path.ts";
import { problemOfOverride, readOverride, withOverride, type Override } from "../../base/document/overrides.ts";
import { elsewhere, MAX_TOLD, problemOfAll, type Complain, type Problem } from "../../base/document/problem.ts";
import { scenarioRemarks } from "./remarks.ts";
import type { Scenario } from "./scenario.ts";
import { complainOf, isFormer, valueAt } from "../../base/document/shape-problems.ts";
import { FORMER_SCENARIO_NAMES } from "./former-names.ts";
import { scenarioShape } from "./shape.ts";
import { soundPart, unlessFollowing } from "../../base/document/sound-part.ts";

export { inOneLine, renderProblems, type Problem } from "../../base/document/problem.ts";

/** `remarks`: what may not mean what the author thinks, though it is sound. */
export type Parsed =
  { readonly ok: true; readonly scenario: Scenario; readonly remarks: readonly Problem[] } | Unparsed;

/** `old`: some of the text is in the language of version 0.3. */
type Unparsed = { readonly ok: false; readonly problems: readonly Problem[]; readonly old: boolean };

const SCENARIO = { shape: scenarioShape, former: FORMER_SCENARIO_NAMES };

/** `file` is its name in problems; `overrides` are path=value, applied in order before anything is checked. */
export function parseScenario(bytes: string | Uint8Array, file: string, overrides: readonly string[] = []): Parsed {
  return parse(bytes, file, overrides, "new");
}

/**
 * The scenario of results that exist already. Settings that are well-formed and that are refused because they cannot
 * work are no problem here, since it was run with them: they, and nothing else, are its remarks.
 */
export function parseStoredScenario(bytes: string | Uint8Array, file: string, overrides: readonly string[]): Parsed {
  return parse(bytes, file, overrides, "stored");
}

function parse(bytes: string | Uint8Array, file: string, overrides: readonly string[], what: "new" | "stored"): Parsed {
  const text = readDocument(bytes, file);
  if (!("value" in text)) return { ok: false, ...text };
  const problems = [...text.problems];
  const { value, applied } = overridden(text.value, overrides, problems);
  const complain = complainer(text, applied, problems);
  const refused: Problem[] = [];
  const refuse = what === "new" ? complain : complainer(text, applied, refused);
  const { scenario, old } = shaped(value, text.comment, complain, refuse);
  for (const word of elsewhere(text.words, problems)) problems.push(word);
  if (scenario === undefined || problems.length > 0)
    return { ok: false, problems: inOrder(problems), old: old || text.old };
  return {
    ok: true,
    scenario: { ...scenario, hash: hash64Hex(JSON.stringify(value)) },
    remarks:
      what === "stored"
        ? inOrder(refused)
        : remarksOn(scenario, value, file, (remarks) => complainer(text, applied, remarks)),
  };
}

/** Remarks in the order of the file. */
function remarksOn(
  scenario: Omit<Scenario, "hash">,
  value: unknown,
  file: string,
  collecting: (remarks: Problem[]) => Complain,
): readonly Problem[] {
  const remarks: Problem[] = [];
  const remark = collecting(remarks);
  for (const { text, paths } of scenarioRemarks(scenario)) {
    const place = paths.find((path) => valueAt(value, path) !== undefined);
    if (place === undefined) remarks.push(problemOfAll(file, text));
    else remark(place, text, true);
  }
  return inOrder(remarks);
}

function overridden(
  value: unknown,
  overrides: readonly string[],
  problems: Problem[],
): { readonly value: unknown; readonly applied: readonly Override[] } {
  const applied: Override[] = [];
  let changed = value;
  for (const written of overrides) {
    const override = readOverride(written, changed);
    const result = "message" in override ? override : withOverride(changed, override);
    if ("message" in result || "message" in override) {
      problems.push(result as Problem);
      continue;
    }
    changed = result.value;
    applied.push(override);
  }
  return { value: changed, applied };
}

/** No scenario if the shape is wrong. Then the parts of the right shape are still checked for further problems. */
function shaped(
  value: unknown,
  comment: string,
  complain: Complain,
  refuse: Complain,
): { readonly scenario?: Omit<Scenario, "hash">; readonly old: boolean } {
  const whole = scenarioShape.safeParse(value);
  if (whole.success) return { scenario: buildScenario(whole.data, comment, complain, refuse), old: false };
  const { issues } = whole.error;
  for (const issue of issues) complainOf(SCENARIO, issue, value, complain);
  const part = scenarioShape.safeParse(soundPart(value, issues));
  if (part.success)
    buildScenario(part.data, comment, unlessFollowing(issues, complain), unlessFollowing(issues, refuse));
  return { old: issues.some((issue) => isFormer(SCENARIO, issue, value)) };
}

/** Collects problems: each points at the option that set the value, if one did, else into the file. */
function complainer(text: ScenarioText, applied: readonly Override[], problems: Problem[]): Complain {
  return (path, message, atKey, within) => {
    if (problems.length >= MAX_TOLD) {
      problems.push({ ...problems[0], line: undefined, column: undefined, source: "", message }); // only to be counted
      return;
    }
    const override = applied.findLast((each) => isAbout(path, each, text));
    const problem =
      override === undefined
        ? text.problemAt(path, message, atKey, within)
        : problemOfOverride(override, path, message, atKey, within);
    if (!problems.some((other) => isSame(other, problem))) problems.push(problem);
  };
}

/** Whether two problems are the same. Each use of a YAML alias reports the problems of the one place in the file. */
function isSame(a: Problem, b: Problem): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column && a.message === b.message;
}

/** Whether the path leads into the value of the override, or into a mapping that only the override has created. */
function isAbout(path: Path, override: Override, text: ScenarioText): boolean {
  const apart = path.findIndex((step, i) => String(step) !== override.path[i]);
  const common = path.slice(0, apart < 0 ? path.length : Math.min(apart, override.path.length));
  return common.length > 0 && (common.length === override.path.length || valueAt(text.value, common) === undefined);
}

/** Sorts problems: those of options first, as given; then by place in the file; those without a place last. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const place = ({ line, column }: Problem): readonly [number, number] =>
    column === undefined ? [Infinity, 0] : [line ?? 0, line === undefined ? 0 : column];
  return problems.toSorted((a, b) => compare(place(a)[0], place(b)[0]) || place(a)[1] - place(b)[1]);
}

/** Compares two numbers, also if both are infinite. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
