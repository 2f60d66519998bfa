// Skipping probes that cannot matter, against making every probe: the same journal, in how much less time.

import { check } from "../../dist/base/prelude/check.js";
import { costRow, interleaved, median, ours } from "./row.mjs";

const ROUNDS = 3;
const YEARS = 1;
const RUNS = 2000;
const GOAL = 1000;

export async function skipping() {
  const turns = await interleaved(
    ROUNDS,
    () => ours("skipping", "skip", YEARS, RUNS),
    () => ours("skipping", "every", YEARS, 1),
  );
  const [{ fingerprint, entries }] = turns[0];
  check(
    entries > 20 * YEARS && turns.flat().every((turn) => turn.fingerprint === fingerprint),
    "skipping and polling have the same journal",
  );
  const [skip, every] = turns.map((side) => median(side.map(({ cpuSeconds }) => cpuSeconds * 1000)));
  return [costRow(`skipping, 20 VMs, a year, journal ${fingerprint}: ms, every probe`, skip, every, GOAL)];
}
