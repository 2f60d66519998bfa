// Both campaigns of the paper from a cold start, as a user would run them. Seconds differ between machines, so what
// Node takes to start and what some work that never changes takes stand beside them.

import { start3rc, startNode } from "./cold.mjs";
import { asideRow, costRow, interleaved, median, ours } from "./row.mjs";

const ROUNDS = 5;
const PAPER = ["scenarios/paper-crash.yaml", "scenarios/paper-reinstall.yaml"];

export async function campaigns() {
  const [one, all, reports, node, spin] = await interleaved(
    ROUNDS,
    () => start3rc([...PAPER, "--no-report", "--workers", "1"]),
    () => start3rc([...PAPER, "--no-report"]),
    () => start3rc(PAPER),
    startNode,
    () => ours("spin"),
  );
  const cpu = (side) => median(side.map(({ cpuSeconds }) => cpuSeconds));
  return [
    ...wallRows("both campaigns, one worker", one, 1),
    ...wallRows("both campaigns, all workers", all, 1),
    ...wallRows("both campaigns with all reports", reports, 6),
    costRow("both campaigns, one worker: CPU s, of 10^8 rounds of a loop", cpu(one), cpu(spin)),
    costRow("both campaigns, one worker: CPU s, of node -e 0", cpu(one), cpu(node)),
  ];
}

/** The shortest of the turns is held against the goal: what comes on top is the rest of the machine. */
function wallRows(name, turns, goal) {
  const walls = turns.map(({ wallSeconds }) => wallSeconds);
  const cpu = median(turns.map(({ cpuSeconds }) => cpuSeconds));
  return [
    costRow(`${name}: shortest s, the goal`, Math.min(...walls), goal, 1),
    asideRow(`${name}: median s, median CPU s`, median(walls), cpu),
  ];
}
