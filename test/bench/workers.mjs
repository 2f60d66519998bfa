// Two workers against one on an availability study: how much sooner it is done, and that not a byte differs.

import { availableParallelism } from "node:os";
import { check } from "../../dist/base/prelude/check.js";
import { start3rc } from "./cold.mjs";
import { costRow, interleaved, median, Missing } from "./row.mjs";

const ROUNDS = 3;
/** So many that it is the work that counts, and not that each thread has to warm up. */
const REPLICATIONS = 200;
const GOAL = 1.8;

export async function workers() {
  if (availableParallelism() < 2) throw new Missing("a second core");
  const study = (count) =>
    start3rc(
      ["scenarios/sns-pisa.yaml", "--replications", String(REPLICATIONS), "--no-report", "--workers", String(count)],
      "sns-pisa/summary.json",
    );
  const [two, one] = await interleaved(
    ROUNDS,
    () => study(2),
    () => study(1),
  );
  check(
    [...two, ...one].every(({ text }) => text === one[0].text),
    "the number of workers changes no byte",
  );
  const wall = (side) => median(side.map(({ wallSeconds }) => wallSeconds));
  const cpu = (side) => median(side.map(({ cpuSeconds }) => cpuSeconds));
  return [
    costRow("two workers on sns-pisa: s, one worker", wall(two), wall(one), GOAL),
    costRow("two workers on sns-pisa: CPU s, one worker", cpu(two), cpu(one)),
  ];
}
