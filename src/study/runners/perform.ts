// Performs the experiment of one scenario: from a checked scenario to its summary and the data for reports.

import { toSeconds } from "../../base/prelude/time.ts";
import { lengthOf, incidentInSteps, type IncidentEnd } from "../experiment/incident.ts";
import { judged } from "./judge.ts";
import { inBreaths, runShards, type RunOptions } from "./run-shards.ts";
import { partsOf, type Divisible, type ShardResult } from "../experiment/shard.ts";
import type { Entry } from "../../core/journal/entry.ts";
import type { Tally } from "../../core/measurement/tally.ts";
import { TrialTable } from "../../core/measurement/trial-table.ts";
import type { CrashCampaign, Published, Incident, Scenario } from "../../core/scenario/scenario.ts";
import { summariseAvailability } from "../statistics/summaries/summarise-availability.ts";
import { summariseCampaign } from "../statistics/summaries/summarise-campaign.ts";
import { downSecondsByYear } from "../statistics/summaries/summarise-unit.ts";
import { summaryHeadOf, type SummaryHead } from "../statistics/summaries/summary-head.ts";
import type { AvailabilitySummary, CampaignSummary, IncidentSummary } from "../statistics/summaries/summary.ts";
import { VERSION } from "../../base/platform/version.ts";

export type Performed =
  | {
      readonly kind: "crash-campaign";
      readonly summary: CampaignSummary;
      readonly trials: TrialTable;
      readonly campaign: CrashCampaign;
    }
  | { readonly kind: "availability"; readonly summary: AvailabilitySummary; readonly siteYears: Float64Array }
  | {
      readonly kind: "incident";
      readonly summary: IncidentSummary;
      readonly entries: readonly Entry[];
      readonly incident: Incident;
    };

/** The partial results of an interrupted experiment. */
type Unfinished = {
  readonly kind: "unfinished";
  readonly done: readonly ShardResult[];
  readonly parts: number;
  readonly of: number;
};

export async function performExperiment(scenario: Scenario, options: RunOptions): Promise<Performed | Unfinished> {
  const { experiment } = scenario;
  const head: SummaryHead = {
    version: VERSION,
    scenario: { name: scenario.name, hash: scenario.hash },
    seed: scenario.seed,
  };
  if (experiment.kind === "incident") return performIncident(scenario, experiment, head, options.signal);
  const results = await runShards(scenario, experiment, options);
  const parts = results.reduce((sum, { shard }) => sum + shard.length, 0);
  if (parts < partsOf(experiment)) return { kind: "unfinished", done: results, parts, of: partsOf(experiment) };
  return experiment.kind === "crash-campaign"
    ? campaignOf(scenario, experiment, head, results)
    : studyOf(scenario, head, results);
}

/** The number of parts, for showing progress. */
export function progressParts(scenario: Scenario): number {
  return scenario.experiment.kind === "incident" ? 1 : partsOf(scenario.experiment as Divisible);
}

function campaignOf(
  scenario: Scenario,
  campaign: CrashCampaign,
  head: SummaryHead,
  results: readonly ShardResult[],
): Performed {
  const trials = new TrialTable(results.flatMap((result) => (result.kind === "trials" ? [result.columns] : [])));
  const summary = summariseCampaign(head, trials, publishedOf(campaign.published));
  return { kind: "crash-campaign", trials, campaign, summary: judged(scenario, { summary, trials }) };
}

/** The published figures of the scenario, in the form of the summary. */
export function publishedOf(published: Published | undefined): CampaignSummary["published"] {
  if (published === undefined) return null;
  return {
    source: published.source,
    n: published.n,
    mean_seconds: published.meanSeconds,
    sd_seconds: published.sdSeconds,
  };
}

function studyOf(scenario: Scenario, head: SummaryHead, results: readonly ShardResult[]): Performed {
  const ordered = results.toSorted((a, b) => a.shard.first - b.shard.first);
  const tallies: Tally[] = ordered.flatMap((result) => (result.kind === "tallies" ? result.tallies : []));
  const names = {
    groups: scenario.site.groups.map(({ name }) => name),
    vms: scenario.site.vms.map(({ name }) => name),
  };
  return {
    kind: "availability",
    summary: judged(scenario, { summary: summariseAvailability(head, names, tallies) }),
    siteYears: downSecondsByYear(tallies, (tally) => tally.site),
  };
}

async function performIncident(
  scenario: Scenario,
  incident: Incident,
  head: SummaryHead,
  signal: AbortSignal,
): Promise<Performed | Unfinished> {
  const entries: Entry[] = [];
  const ended = await inBreaths(
    incidentInSteps(scenario, incident, (entry) => entries.push(entry)),
    signal,
  );
  if (ended === undefined) return { kind: "unfinished", done: [], parts: 0, of: 1 };
  const summary = judged(scenario, { summary: incidentSummary(head, ended), entries });
  return { kind: "incident", entries, incident, summary };
}

function incidentSummary(head: SummaryHead, { end, vms, violations }: IncidentEnd): IncidentSummary {
  const vmOf = (vm: IncidentEnd["vms"][number]) => {
    const lengths = vm.outages.map(lengthOf);
    return {
      outages: lengths.length,
      downtime_seconds: lengths.reduce((sum, length) => sum + length, 0),
      longest_seconds: Math.max(0, ...lengths),
      ended_up: vm.endsServing,
      ended_on: vm.endsOn,
    };
  };
  return {
    ...summaryHeadOf(head),
    experiment: "incident",
    horizon_seconds: toSeconds(end),
    vms: Object.fromEntries(vms.map((vm) => [vm.name, vmOf(vm)])),
    violations,
  };
}
