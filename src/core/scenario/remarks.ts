// What is said about a sound scenario that may not mean what its author thinks. None of it is a problem: the scenario
// runs.

import { shortTimeouts } from "./short-timeouts.ts";
import { ungrouped } from "./ungrouped.ts";
import type { Scenario } from "./scenario.ts";

/** Sentences to be printed, each after the name of the file. */
export function scenarioRemarks(scenario: Scenario): readonly string[] {
  const left = ungrouped(scenario);
  return [...(left === undefined ? [] : [left]), ...shortTimeouts(scenario)];
}
