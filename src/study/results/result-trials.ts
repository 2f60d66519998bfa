// The trials of a result folder of a crash campaign, simulated or live: both write the same files.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toSeconds } from "../../base/prelude/time.ts";
import type { Trial } from "../../core/measurement/trial.ts";
import { readTrials, TableProblem } from "./read-trials.ts";
import type { CrashCampaign } from "../../core/scenario/scenario.ts";
import type { Campaign } from "../comparison/compare-trials.ts";
import { halfOf, type Half } from "../comparison/crashes.ts";
import { Refusal } from "../../base/prelude/refusal.ts";
import { TRIAL_COLUMNS } from "./csv.ts";
import { modernTable } from "./legacy/old-table.ts";
import { isOld, sourceOf, type Source } from "./manifest.ts";

export type ResultTrials = Source & {
  readonly campaign: CrashCampaign;
  /** Whether it was run on real machines. */
  readonly live: boolean;
  readonly trials: readonly Trial[];
};

/** Throws a `Refusal` that names the file and the line. */
export function resultTrials(folder: string): ResultTrials {
  const source = sourceOf(folder);
  const campaign = source.scenario.experiment;
  if (campaign.kind !== "crash-campaign")
    throw new Refusal(`${folder}: has results of kind ${campaign.kind}; expected those of a crash-campaign`);
  const table = join(folder, "trials.csv");
  try {
    const text = isOld(folder) ? modernTable(read(table), TRIAL_COLUMNS) : read(table);
    return { ...source, campaign, live: isLive(folder), trials: readTrials(text) };
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

/** Throws a `Refusal` for any other text. */
export function readHalf(text: string | undefined): Half | undefined {
  if (text === undefined || text === "even" || text === "odd") return text;
  throw new Refusal(`--half ${text}: expected even or odd`);
}

function isLive(folder: string): boolean {
  const path = join(folder, "summary.json");
  try {
    const summary: unknown = JSON.parse(read(path));
    return typeof summary === "object" && summary !== null && "live" in summary;
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(`${path}: is not JSON`, undefined, { cause: error });
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
