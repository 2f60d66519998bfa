// A row of the benchmarks' table, and how its figures come about: what is compared runs turn by turn, so that a slow
// moment of the machine affects both sides, and medians count. Each program measures its own CPU time and prints its
// figures as one JSON object. All paths are those of the project's root, where npm runs.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * @typedef {object} Row
 * @property {string} name What is measured, and in what unit.
 * @property {number} ours
 * @property {number} theirs What ours is held against: a peer, another way of our own, or the goal itself.
 * @property {number} [ratio] How many times as good as theirs ours is. None: the two stand side by side, to be read.
 * @property {number} [goal] What the ratio is to be at least.
 */

/** Something that the machine does not have: the benchmark is skipped, and its name told. */
export class Missing extends Error {}

/** @type {(file: string, args: readonly string[]) => Promise<{ stdout: string }>} */
export const run = promisify(execFile);

/** One turn's figures from a program's standard output. */
export async function figures(/** @type {string} */ file, /** @type {readonly string[]} */ args) {
  return JSON.parse((await run(file, args)).stdout);
}

/** The figures of one of our own programs. */
export function ours(/** @type {string} */ program, /** @type {readonly unknown[]} */ ...args) {
  return figures(process.execPath, [`test/bench/programs/${program}.mjs`, ...args.map(String)]);
}

/**
 * Lets each side have its turn, `rounds` times over.
 * @template F
 * @param {number} rounds
 * @param {...(round: number) => Promise<F>} sides
 * @returns {Promise<F[][]>} The turns of each side.
 */
export async function interleaved(rounds, ...sides) {
  const turns = sides.map(() => /** @type {F[]} */ ([]));
  for (let round = 0; round < rounds; round++) {
    for (const [i, side] of sides.entries()) turns[i].push(await side(round));
  }
  return turns;
}

/** A row of what is better when it is less: nanoseconds, megabytes. */
export function costRow(
  /** @type {string} */ name,
  /** @type {number} */ ours,
  /** @type {number} */ theirs,
  /** @type {number | undefined} */ goal,
) {
  return { name, ours, theirs, ratio: theirs / ours, goal };
}

/** Two figures that explain the row above. */
export function asideRow(/** @type {string} */ name, /** @type {number} */ ours, /** @type {number} */ theirs) {
  return { name, ours, theirs };
}

/** A row of what is better when it is more: events a second. */
export function rateRow(
  /** @type {string} */ name,
  /** @type {number} */ ours,
  /** @type {number} */ theirs,
  /** @type {number | undefined} */ goal,
) {
  return { name, ours, theirs, ratio: ours / theirs, goal };
}

export function median(/** @type {readonly number[]} */ values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
