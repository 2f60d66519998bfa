// The three kinds of experiment as three functions, for programs that use 3rc as a library. Each gives the same figures
// as `3rc run` of the same scenario.

import type { Entry } from "../../core/journal/entry.ts";
import type { TrialTable } from "../../core/measurement/trial-table.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { Refusal } from "../../base/prelude/refusal.ts";
import type { AvailabilitySummary, CampaignSummary, IncidentSummary } from "../statistics/summaries/summary.ts";
import { performExperiment, type Performed } from "./perform.ts";

export type ExperimentOptions = {
  /** The largest number of threads; 1 by default. The results do not depend on it. */
  readonly workers?: number;
  /** When aborted, the experiment throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called with the number of trials or replications that are done. */
  readonly onProgress?: (done: number) => void;
};

export type CampaignResult = { readonly summary: CampaignSummary; readonly trials: TrialTable };

/** `siteYears`: seconds of downtime of the site in each simulated year, ascending. */
export type StudyResult = { readonly summary: AvailabilitySummary; readonly siteYears: Float64Array };

/** `entries`: the whole journal. */
export type IncidentResult = { readonly summary: IncidentSummary; readonly entries: readonly Entry[] };

/** Performs a `crash-campaign`; throws a `Refusal` for a scenario of another kind. */
export async function runCampaign(scenario: Scenario, options: ExperimentOptions = {}): Promise<CampaignResult> {
  const { summary, trials } = await performed("crash-campaign", scenario, options);
  return { summary, trials };
}

/** Performs an `availability` study; throws a `Refusal` for a scenario of another kind. */
export async function runStudy(scenario: Scenario, options: ExperimentOptions = {}): Promise<StudyResult> {
  const { summary, siteYears } = await performed("availability", scenario, options);
  return { summary, siteYears };
}

/** Performs a scripted timeline; throws a `Refusal` for a scenario of another kind. */
export async function runIncident(scenario: Scenario, options: ExperimentOptions = {}): Promise<IncidentResult> {
  const { summary, entries } = await performed("incident", scenario, options);
  return { summary, entries };
}

async function performed<K extends Performed["kind"]>(
  kind: K,
  scenario: Scenario,
  { workers = 1, signal = new AbortController().signal, onProgress = () => undefined }: ExperimentOptions,
): Promise<Extract<Performed, { kind: K }>> {
  const found = scenario.experiment.kind;
  if (found !== kind) throw new Refusal(`${scenario.name}: its experiment is of kind ${found}; expected ${kind}`);
  const result = await performExperiment(scenario, { workers, done: [], onProgress, signal });
  if (result.kind === "unfinished") signal.throwIfAborted();
  return result as Extract<Performed, { kind: K }>;
}
