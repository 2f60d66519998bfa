// The engine against SimPy on the machine repairman, and both against the exact availability. Needs a Python 3 that has
// SimPy (Debian: python3-simpy3).

import { check } from "../../dist/base/prelude/check.js";
import { costRow, figures, interleaved, median, Missing, ours, run } from "./row.mjs";

const ROUNDS = 5;
const OUR_YEARS = 40;
const THEIR_YEARS = 1;
const GOAL = 30;

export async function machineRepairman() {
  const python = await pythonWithSimpy();
  const turns = await interleaved(
    ROUNDS,
    (round) => ours("machine_repairman", OUR_YEARS, round * OUR_YEARS),
    (round) =>
      figures(python, ["test/bench/programs/machine_repairman.py", String(THEIR_YEARS), String(round * THEIR_YEARS)]),
  );
  const exact = exactAvailability();
  for (const side of turns)
    checkAvailability(
      side.flatMap(({ availability }) => availability),
      exact,
    );
  const [us, them] = turns.map((side) => median(side.map(({ cpuMilliseconds }) => cpuMilliseconds)));
  return [costRow("machine repairman: ms a year, SimPy", us, them, GOAL)];
}

async function pythonWithSimpy() {
  for (const python of ["python3", "/usr/bin/python3"]) {
    const found = await run(python, ["-c", "import simpy"]).then(
      () => true,
      () => false,
    );
    if (found) return python;
  }
  throw new Missing("SimPy (python3-simpy3)");
}

/** The mean of the simulated years must be within 4.5 standard errors of the exact value. */
function checkAvailability(years, exact) {
  const mean = years.reduce((sum, year) => sum + year, 0) / years.length;
  const variance = years.reduce((sum, year) => sum + (year - mean) ** 2, 0) / (years.length - 1);
  // Few years estimate their spread badly; by theory, of one year it is about 0.0024.
  const error = Math.sqrt(Math.max(variance, SPREAD ** 2) / years.length);
  check(
    Math.abs(mean - exact) < 4.5 * error,
    `availability ${mean} of ${years.length} years is not the exact ${exact}`,
  );
}

const SPREAD = 0.0024;
const MACHINES = 1000;
const CREWS = 5;
/** Hours. */
const LIFE = 100;
const REPAIR = 1;
const YEAR = 8760;
/**
 * By then so many machines are down that no crew is ever idle again: the chance of fewer than 5 down is below 1e-30.
 */
const ALL_BUSY = 30;
const STEP = 0.01;

/**
 * The expected availability of the first year, beginning with all machines up. How many are down is a birth-death
 * process; up to ALL_BUSY its Kolmogorov equations are integrated. From then on repairs come at the constant rate CREWS
 * / REPAIR, so the expected number up decays exponentially to CREWS * LIFE / REPAIR, and its integral is a formula.
 */
function exactAvailability() {
  let chances = new Float64Array(MACHINES + 1);
  chances[0] = 1;
  let upTime = 0;
  for (let step = 0; step < ALL_BUSY / STEP; step++) {
    const next = rungeKutta(chances);
    upTime += (STEP * (expectedUp(chances) + expectedUp(next))) / 2;
    chances = next;
  }
  const steady = (CREWS * LIFE) / REPAIR;
  const rest = YEAR - ALL_BUSY;
  upTime += steady * rest + (expectedUp(chances) - steady) * LIFE * (1 - Math.exp(-rest / LIFE));
  return upTime / (MACHINES * YEAR);
}

function expectedUp(chances) {
  return chances.reduce((sum, chance, down) => sum + chance * (MACHINES - down), 0);
}

/** The chances STEP later, by the classic method of the fourth order. */
function rungeKutta(chances) {
  const first = flow(chances);
  const second = flow(chances.map((chance, down) => chance + (STEP / 2) * first[down]));
  const third = flow(chances.map((chance, down) => chance + (STEP / 2) * second[down]));
  const fourth = flow(chances.map((chance, down) => chance + STEP * third[down]));
  return Float64Array.from(
    chances,
    (chance, down) => chance + (STEP / 6) * (first[down] + 2 * second[down] + 2 * third[down] + fourth[down]),
  );
}

/** Kolmogorov's forward equations: how fast the chance of each number of machines down changes. */
function flow(chances) {
  const change = new Float64Array(MACHINES + 1);
  for (let down = 0; down < MACHINES; down++) {
    const passing =
      (chances[down] * (MACHINES - down)) / LIFE - (chances[down + 1] * Math.min(down + 1, CREWS)) / REPAIR;
    change[down] -= passing;
    change[down + 1] += passing;
  }
  return change;
}
