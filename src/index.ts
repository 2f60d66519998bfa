// The exports of `import … from "3rc"`: only re-exports. docs/library.md shows how they are used.

export { Refusal } from "./base/prelude/refusal.ts";
export { VERSION } from "./base/platform/version.ts";
export type { Entry } from "./core/journal/entry.ts";
export type { Phase, Trial } from "./core/measurement/trial.ts";
export type { TrialTable } from "./core/measurement/trial-table.ts";
export { scenarioJsonSchema } from "./core/scenario/json-schema.ts";
export { parseScenario, renderProblems, type Parsed, type Problem } from "./core/scenario/parse.ts";
export { withSeed, type Experiment, type Scenario } from "./core/scenario/scenario.ts";
export {
  runCampaign,
  runIncident,
  runStudy,
  type CampaignResult,
  type ExperimentOptions,
  type IncidentResult,
  type StudyResult,
} from "./study/runners/experiments.ts";
export type {
  AvailabilitySummary,
  CampaignSummary,
  IncidentSummary,
  Summary,
} from "./study/statistics/summaries/summary.ts";
