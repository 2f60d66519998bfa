// A campaign of a million trials stays in memory that any machine has. Takes a minute or two.

import { start3rc } from "./cold.mjs";
import { asideRow, costRow } from "./row.mjs";

const TRIALS = 1_000_000;
const LIMIT = 500;

export async function memory() {
  const { peakMegabytes, wallSeconds, cpuSeconds } = await start3rc([
    "scenarios/paper-crash.yaml",
    "--no-report",
    "--set",
    `experiment.crash-campaign.trials=${TRIALS}`,
  ]);
  return [
    costRow(`${TRIALS} trials: peak MB, the goal`, peakMegabytes, LIMIT, 1),
    asideRow(`${TRIALS} trials: wall s, CPU s`, wallSeconds, cpuSeconds),
  ];
}
