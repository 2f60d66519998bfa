// The trials of a result folder of a crash campaign, simulated or live: both write the same files.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toSeconds } from "../../base/prelude/time.ts";
import type { Trial } from "../../core/measurement/trial.ts";
import { readTrials, TableProblem } from "./read-trials.ts";
import type { CrashCampaign, Scenario } from "../../core/scenario/scenario.ts";
import type { Campaign } from "../comparison/compare-trials.ts";
import { halfOf, type Half } from "../comparison/crashes.ts";
import { Refusal } from "../../base/prelude/refusal.ts";
import { scenarioOf, SCENARIO_COPY, type Manifest } from "./manifest.ts";

export type ResultTrials = {
  readonly scenario: Scenario;
  /** The scenario's text, and what --set made of it. */
  readonly text: string;
  readonly overrides: readonly string[];
  readonly campaign: CrashCampaign;
  /** On real machines. */
  readonly live: boolean;
  readonly trials: readonly Trial[];
};

/** Throws a `Refusal` that names the file, and the line in it. */
export function resultTrials(folder: string): ResultTrials {
  const scenario = scenarioOf(folder);
  const campaign = scenario.experiment;
  if (campaign.kind !== "crash-campaign")
    throw new Refusal(`${folder}: has results of kind ${campaign.kind}; expected those of a crash-campaign`);
  const table = join(folder, "trials.csv");
  try {
    return { scenario, ...sourceOf(folder), campaign, live: isLive(folder), trials: readTrials(read(table)) };
  } catch (error) {
    if (error instanceof TableProblem)
      throw new Refusal(`${table}:${error.line}: ${error.message}`, undefined, { cause: error });
    throw error;
  }
}

/** As a side of a comparison. */
export function campaignOf({ scenario, campaign, live, trials }: ResultTrials, half: Half | undefined): Campaign {
  const { name, hash, seed } = scenario;
  return {
    scenario: { name, hash },
    seed,
    live,
    timeoutSeconds: toSeconds(campaign.timeout),
    trials: halfOf(trials, half),
  };
}

/** Throws a `Refusal` for anything but a half. */
export function readHalf(text: string | undefined): Half | undefined {
  if (text === undefined || text === "even" || text === "odd") return text;
  throw new Refusal(`--half ${text}: expected even or odd`);
}

/** Of a folder whose manifest has been read and found good. */
function sourceOf(folder: string): Pick<ResultTrials, "text" | "overrides"> {
  const { scenario } = JSON.parse(read(join(folder, "manifest.json"))) as Manifest;
  return { text: read(join(folder, SCENARIO_COPY)), overrides: scenario.overrides };
}

function isLive(folder: string): boolean {
  const path = join(folder, "summary.json");
  try {
    const summary: unknown = JSON.parse(read(path));
    return typeof summary === "object" && summary !== null && "live" in summary;
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(`${path}: is no JSON`, undefined, { cause: error });
    throw error;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(
      code === "ENOENT"
        ? `${path}: there is no such file; results made with --no-report have none`
        : `${path}: cannot be read (${String(code)})`,
      undefined,
      { cause: error },
    );
  }
}
