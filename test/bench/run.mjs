// Runs the benchmarks and prints one table. Needs dist/ (npm run build does it all).
//
//   node test/bench/run.mjs [--long] [NAME…]     all of them, or only those; --long: those that take minutes, too
//
// Exit code 1 if a row is worse than its alarm, which is half of its goal: so far off is no noise. What the machine
// does not have (g++, SimPy, a second core) is named at the end, and its benchmarks are skipped.

import { campaigns } from "./campaigns.mjs";
import { clusterYears } from "./cluster-years.mjs";
import { hold } from "./hold.mjs";
import { machineRepairman } from "./machine-repairman.mjs";
import { memory } from "./memory.mjs";
import { Missing } from "./row.mjs";
import { skipping } from "./skipping.mjs";
import { workers } from "./workers.mjs";

const SHORT = {
  hold,
  "machine-repairman": machineRepairman,
  "cluster-years": clusterYears,
  skipping,
  campaigns,
  workers,
};
const BENCHMARKS = { ...SHORT, memory };
const WIDTHS = [66, 10, 10, 8, 6, 6];

const words = process.argv.slice(2).filter((word) => word !== "--long");
const unknown = words.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  console.error(`no benchmark is named ${unknown.join(", ")}; there are: ${Object.keys(BENCHMARKS).join(", ")}`);
  process.exit(2);
}
const names = words.length > 0 ? words : Object.keys(process.argv.includes("--long") ? BENCHMARKS : SHORT);

const skipped = [];
let alarms = 0;
print(["benchmark: unit, what it is held against", "ours", "theirs", "ratio", "goal", "alarm"]);
for (const name of names) {
  try {
    for (const row of await BENCHMARKS[name]()) tell(row);
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    skipped.push(`${name}: there is no ${error.message} here`);
  }
}
if (skipped.length > 0) console.log(`\nskipped ${skipped.length}: ${skipped.join("; ")}`);
console.log(alarms === 0 ? "\nno alarm" : `\n${alarms} alarms`);
process.exitCode = alarms === 0 ? 0 : 1;

/** @param {import("./row.mjs").Row} row */
function tell({ name, ours, theirs, ratio, goal }) {
  const alarm = goal === undefined ? undefined : goal / 2;
  // Said this way round, what is no number is an alarm, too.
  const alarmed = alarm !== undefined && !(ratio >= alarm);
  if (alarmed) alarms++;
  print([name, ...[ours, theirs, ratio, goal, alarm].map(figure)], alarmed ? "ALARM" : ratio < goal ? "below" : "");
}

function figure(/** @type {number | undefined} */ value) {
  if (value === undefined) return "";
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}

function print(/** @type {readonly string[]} */ cells, verdict = "") {
  const row = cells.map((cell, i) => (i === 0 ? cell.padEnd(WIDTHS[i]) : cell.padStart(WIDTHS[i]))).join(" ");
  console.log(`${row}  ${verdict}`.trimEnd());
}
