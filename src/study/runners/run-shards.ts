// Runs all shards of an experiment, on this thread or on several. Work that is over in a moment stays on this one: a
// thread costs more than it would save.

import { setImmediate as breathe } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { Defect } from "../../base/prelude/check.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { shardInSteps, shardsOf, type Divisible, type Shard, type ShardResult } from "../experiment/shard.ts";
import type { Steps } from "../experiment/steps.ts";

export type RunOptions = {
  /** Threads at most. */
  readonly workers: number;
  /** Results of an earlier run that was interrupted: their shards are not run again. */
  readonly done: readonly ShardResult[];
  readonly onProgress: (partsDone: number) => void;
  /** When aborted, what is under way on this thread is given up, on others it is finished; the rest is left. */
  readonly signal: AbortSignal;
};

/** By then this thread runs at its pace, and what is left can be foretold. In milliseconds. */
const WARM = 500;
/** Work left that is worth more threads, which all begin cold. In milliseconds. */
const WORTH_THREADS = 1000;
/** Nothing else is done for so long, but to end the step that is under way. In milliseconds. */
const BREATH = 50;

/** The results of all shards, or of those done when the signal came; in no particular order. */
export async function runShards(
  scenario: Scenario,
  experiment: Divisible,
  options: RunOptions,
): Promise<ShardResult[]> {
  const results = [...options.done];
  const doneBefore = new Set(options.done.map(({ shard }) => shard.first));
  const left = shardsOf(experiment).filter(({ first }) => !doneBefore.has(first));
  let parts = options.done.reduce((sum, { shard }) => sum + shard.length, 0);
  const take = (result: ShardResult) => {
    results.push(result);
    parts += result.shard.length;
    options.onProgress(parts);
  };

  const begun = performance.now();
  while (left.length > 0 && !options.signal.aborted) {
    const shardBegun = performance.now();
    const result = await inBreaths(shardInSteps(scenario, experiment, left[0]), options.signal);
    if (result === undefined) break;
    left.shift();
    take(result);
    const now = performance.now();
    const warm = now - begun > WARM;
    if (warm && options.workers > 1 && left.length > 1 && (now - shardBegun) * left.length > WORTH_THREADS) break;
    await breathe();
  }
  if (left.length > 0 && !options.signal.aborted) await onThreads(scenario, experiment, left, options, take);
  return results;
}

/** All steps, with signals coming through meanwhile; undefined if it was told to stop. */
export async function inBreaths<T>(steps: Steps<T>, signal: AbortSignal): Promise<T | undefined> {
  for (let breathed = performance.now(); !signal.aborted;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() - breathed < BREATH) continue;
    await breathe();
    breathed = performance.now();
  }
  return undefined;
}

async function onThreads(
  scenario: Scenario,
  experiment: Divisible,
  left: Shard[],
  options: RunOptions,
  take: (result: ShardResult) => void,
): Promise<void> {
  const threads = Math.min(options.workers, left.length);
  await Promise.all(Array.from({ length: threads }, () => oneThread(scenario, experiment, left, options.signal, take)));
}

function oneThread(
  scenario: Scenario,
  experiment: Divisible,
  left: Shard[],
  signal: AbortSignal,
  take: (result: ShardResult) => void,
): Promise<void> {
  const worker = new Worker(new URL("./shard-worker.js", import.meta.url), { workerData: { scenario, experiment } });
  return new Promise<void>((resolve, reject) => {
    const next = () => {
      const shard = signal.aborted ? undefined : left.shift();
      if (shard === undefined) void worker.terminate().then(() => resolve());
      else worker.postMessage(shard);
    };
    worker.on("message", (result: ShardResult) => {
      take(result);
      next();
    });
    worker.on("error", (error: Error) => reject(fromThread(error)));
    next();
  });
}

/** What a thread has thrown comes as a copy that has lost its class, and kept its name. */
export function fromThread(error: Error): Error {
  return error.name === "Defect" ? Object.assign(new Defect(error.message), { stack: error.stack }) : error;
}
