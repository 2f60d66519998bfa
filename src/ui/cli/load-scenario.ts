// Loads a scenario, and prints what is remarked about it. Everything wrong with the file or in it becomes one refusal
// that names it.

import { inOneLine, parseScenario, type Problem } from "../../core/scenario/parse.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { readInput } from "./read-input.ts";
import { refusalOf } from "./refusal-of.ts";
import { printError } from "./terminal/print.ts";

type Loaded = { readonly scenario: Scenario; readonly text: string; readonly remarks: readonly Problem[] };

export function loadScenario(file: string, overrides: readonly string[]): Loaded {
  const bytes = readInput(file, "a scenario file (YAML)");
  const parsed = parseScenario(bytes, file, overrides);
  if (!parsed.ok) throw refusalOf(file, parsed);
  return { scenario: parsed.scenario, text: bytes.toString("utf8"), remarks: parsed.remarks };
}

/** Prints each remark once, with its place. */
export function printRemarks(remarks: readonly Problem[]): void {
  for (const line of new Set(remarks.map(inOneLine))) printError(`${line}\n`);
}

/** Prints with which settings results were made that would be refused today. */
export function printRefusedToday(problems: readonly Problem[]): void {
  printRemarks(problems.map((problem) => ({ ...problem, message: `would be refused today: ${problem.message}` })));
}
