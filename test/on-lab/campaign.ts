// A campaign on the lab, and what it leaves.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Entry } from "../../src/core/journal/entry.ts";
import type { CampaignSummary } from "../../src/study/statistics/summaries/summary.ts";
import { command, INVENTORY, scenario } from "./on-lab.ts";

export type Row = Readonly<Record<string, string>>;

export type Campaign = {
  readonly summary: CampaignSummary;
  /** Of trials.csv, by the names of its columns. */
  readonly rows: readonly Row[];
  readonly journals: readonly (readonly Entry[])[];
};

/** Faster than in the scenarios, since these tests do not measure times. */
export const QUICK: readonly string[] = [
  "monitor.interval=2s",
  "monitor.retry=1.5s",
  "monitor.patience=1.5s",
  "controller.ladder.0.reboot.guestWithin=25s",
  "controller.ladder.0.reboot.timeout=60s",
  "controller.ladder.1.restart.guestWithin=25s",
  "controller.ladder.1.restart.timeout=60s",
];

/** As arguments of a command. */
export function changed(changes: readonly string[]): readonly string[] {
  return changes.flatMap((change) => ["--set", change]);
}

/** Runs the campaign of the shipped scenario, all of it or a number of trials, and expects it to finish. */
export async function campaign(name: string, out: string, trials?: number): Promise<Campaign> {
  const { code, stdout, stderr } = await command(
    "run",
    scenario(name),
    "--live",
    INVENTORY,
    "--yes",
    name,
    "--json",
    "--out",
    out,
    ...changed(QUICK),
    ...(trials === undefined ? [] : ["--trials", String(trials)]),
  );
  expect(code, stderr).toBe(0);
  const read = (file: string) =>
    readFileSync(join(out, name, file), "utf8")
      .trim()
      .split("\n");
  const [head, ...lines] = read("trials.csv").map((line) => line.split(","));
  return {
    summary: JSON.parse(stdout) as CampaignSummary,
    rows: lines.map((line) => Object.fromEntries(head.map((column, i) => [column, line[i]]))),
    journals: lines.map((_, trial) => read(`journals/trial-${trial}.jsonl`).map((line) => JSON.parse(line) as Entry)),
  };
}
