// Loads a scenario. Everything wrong with the file or in it becomes one refusal that names it.

import { parseScenario } from "../../core/scenario/parse.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { readInput } from "./read-input.ts";
import { refusalOf } from "./refusal-of.ts";

type Loaded = { readonly scenario: Scenario; readonly text: string };

export function loadScenario(file: string, overrides: readonly string[]): Loaded {
  const bytes = readInput(file, "a scenario file (YAML)");
  const parsed = parseScenario(bytes, file, overrides);
  if (!parsed.ok) throw refusalOf(file, parsed);
  return { scenario: parsed.scenario, text: bytes.toString("utf8") };
}
