// A tested scenario, as `3rc test` reports it.

import type { Scenario } from "../../../../core/scenario/scenario.ts";
import type { TestedScenario } from "../../../../study/runners/test-scenarios.ts";

/** A scenario with what came out of it; `unjudged`: it expects nothing, and was not run. */
export type ScenarioResult = {
  readonly file: string;
  readonly scenario: Scenario;
  readonly outcome: "held" | "missed" | "unknown" | "unjudged";
  readonly because: readonly string[];
  readonly tested: TestedScenario | undefined;
};
