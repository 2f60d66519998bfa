// What is said about a sound scenario that may not mean what its author thinks. None of it is a problem: the scenario
// runs.

import type { Remark } from "./remark.ts";
import { sharedNames } from "./shared-names.ts";
import { shortTimeouts } from "./short-timeouts.ts";
import { ungrouped } from "./ungrouped.ts";
import type { Scenario } from "./scenario.ts";

/** Sentences with their places. */
export function scenarioRemarks(scenario: Omit<Scenario, "hash">): readonly Remark[] {
  const left = ungrouped(scenario);
  return [
    ...(left === undefined ? [] : [{ text: left, paths: [["cluster", "groups"]] }]),
    ...shortTimeouts(scenario),
    ...sharedNames(scenario),
  ];
}
