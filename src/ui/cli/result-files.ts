// The files of a result folder.

import type { Entry } from "../../core/journal/entry.ts";
import { traceLine } from "../../core/journal/trace.ts";
import { runTrial } from "../../study/experiment/crash-trial.ts";
import { NO_TIME, type Duration } from "../../base/prelude/time.ts";
import type { TrialTable } from "../../core/measurement/trial-table.ts";
import { trialsCsv, vmsCsv } from "../../study/results/csv.ts";
import type { CrashCampaign, Scenario } from "../../core/scenario/scenario.ts";
import { recovered } from "../../study/statistics/summaries/summarise-recovery.ts";
import { manifestOf, SCENARIO_COPY } from "../../study/results/manifest.ts";
import type { Performed } from "../../study/runners/perform.ts";
import type { FileContent } from "../../base/platform/files.ts";
import type { Told } from "./run-in-detail.ts";
import { commandLine } from "./terminal/shell-word.ts";

export type ResultParts = {
  readonly file: string;
  readonly text: string;
  readonly overrides: readonly string[];
  readonly scenario: Scenario;
  readonly performed: Performed;
  readonly withReport: boolean;
  /** The recorded journal of a live trial, with instants from 0; undefined: trials are simulated again. */
  readonly journalOf?: (trial: number) => readonly Entry[];
};

/** Contents by path in the folder. Charts and page only with a report. */
export async function resultFiles(result: ResultParts): Promise<Map<string, FileContent>> {
  const { scenario, performed } = result;
  const files = new Map<string, FileContent>([
    ["manifest.json", json(manifestOf(scenario, result.file, result.overrides))],
    [SCENARIO_COPY, result.text],
    ["summary.json", json(performed.summary)],
  ]);
  if (!result.withReport) return files;
  const told = tables(scenario, performed, files, result.journalOf);
  const { reportFiles } = await import("./report-files.ts");
  for (const [path, content] of await reportFiles(scenario, performed, told, commandOf(result)))
    files.set(path, content);
  return files;
}

/** The command that reproduces the results from the same file; on real machines, it repeats the campaign. */
function commandOf({ file, overrides, scenario, performed }: ResultParts): string {
  const live = performed.kind === "crash-campaign" && performed.summary.live !== undefined;
  return commandLine([
    "run",
    file,
    "--seed",
    scenario.seed,
    ...overrides.flatMap((override) => ["--set", override]),
    ...(live ? ["--live", "INVENTORY", "--yes", scenario.name] : []),
  ]);
}

/** Adds the tables and traces; returns the run that the page shows in detail. */
function tables(
  scenario: Scenario,
  performed: Performed,
  files: Map<string, FileContent>,
  journalOf: ResultParts["journalOf"],
): Told | undefined {
  switch (performed.kind) {
    case "crash-campaign": {
      files.set("trials.csv", trialsCsv(performed.trials));
      const chosen = [...chooseTrials(performed.trials)].map(([index, which]) => {
        const entries = journalOf?.(index) ?? simulated(scenario, performed.campaign, index);
        files.set(`traces/trial-${index}.txt`, traceText(entries, NO_TIME));
        return { kind: "trial" as const, title: `${scenario.name}: trial ${index}, ${which}`, entries, clock: NO_TIME };
      });
      return chosen[0];
    }
    case "availability":
      files.set("vms.csv", vmsCsv(performed.summary));
      return undefined;
    case "incident":
      files.set("trace.txt", traceText(performed.entries, performed.incident.clock));
      return {
        kind: "incident",
        title: `${scenario.name}: what happened`,
        entries: performed.entries,
        clock: performed.incident.clock,
      };
  }
}

function simulated(scenario: Scenario, campaign: CrashCampaign, index: number): readonly Entry[] {
  const entries: Entry[] = [];
  runTrial(scenario, campaign, index, (entry) => entries.push(entry));
  return entries;
}

/**
 * The trial of median recovery time, the longest, and the first that did not recover, as far as they exist; each with
 * its description.
 */
function chooseTrials(trials: TrialTable): Map<number, string> {
  const times = new Float64Array(trials.length).fill(NaN);
  let unrecovered: number | undefined;
  for (const trial of trials) {
    if (recovered(trial)) times[trial.index] = trial.recoverySeconds;
    if (trial.outcome === "timed-out" || trial.outcome === "error") unrecovered ??= trial.index;
  }
  const byTime = Array.from(times.keys())
    .filter((index) => !Number.isNaN(times[index]))
    .sort((a, b) => times[a] - times[b] || a - b);
  const chosen = new Map<number, string>();
  const choose = (index: number | undefined, which: string) => {
    if (index !== undefined && !chosen.has(index)) chosen.set(index, which);
  };
  choose(byTime[Math.floor(byTime.length / 2)], "the median one");
  choose(byTime.at(-1), "the longest recovery");
  choose(unrecovered, "which did not recover");
  return chosen;
}

function traceText(entries: readonly Entry[], clock: Duration): string {
  return entries.flatMap((entry) => traceLine(entry, clock) ?? []).join("\n") + "\n";
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
