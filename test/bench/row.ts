// A row of the benchmark's table, and how its figures come about: our program and theirs run turn by turn, so that a
// slow moment of the machine strikes both, and the median of several turns counts. Each program measures its own
// CPU time and prints its figures as one JSON object. All paths are those of the project's root, where npm runs.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

export type Row = {
  /** What is measured, and in what unit. */
  readonly name: string;
  readonly ours: number;
  readonly theirs: number;
  /** theirs / ours: how many times as fast we are. */
  readonly ratio: number;
};

export const run = promisify(execFile);

/** One turn's figures from a program's standard output. */
export async function figures<F>(file: string, args: readonly string[]): Promise<F> {
  const { stdout } = await run(file, [...args]);
  return JSON.parse(stdout) as F;
}

export type Turns<F> = { readonly ours: readonly F[]; readonly theirs: readonly F[] };

export async function interleaved<F>(rounds: number, ours: (round: number) => Promise<F>, theirs: (round: number) => Promise<F>): Promise<Turns<F>> {
  const turns = { ours: [] as F[], theirs: [] as F[] };
  for (let round = 0; round < rounds; round++) {
    turns.ours.push(await ours(round));
    turns.theirs.push(await theirs(round));
  }
  return turns;
}

export function rowOf<F>(name: string, turns: Turns<F>, figure: (of: F) => number): Row {
  const ours = median(turns.ours.map(figure));
  const theirs = median(turns.theirs.map(figure));
  return { name, ours, theirs, ratio: theirs / ours };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
