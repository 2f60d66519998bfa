// Runs all shards of an experiment, on this thread or on several. Short work stays on this thread, since other threads
// would cost more time than they save.

import { setImmediate as breathe } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { shardInSteps, shardsOf, type Divisible, type Shard, type ShardResult } from "../experiment/shard.ts";
import type { Steps } from "../experiment/steps.ts";
import { workThrough } from "./work-through.ts";

export type RunOptions = {
  /** The largest number of threads. */
  readonly workers: number;
  /** Results of an earlier run that was interrupted: their shards are not run again. */
  readonly done: readonly ShardResult[];
  readonly onProgress: (partsDone: number) => void;
  /** When aborted, this thread abandons its shard, other threads finish theirs, and no more are begun. */
  readonly signal: AbortSignal;
};

/** After this time this thread has reached its full speed, so the remaining time can be estimated. In milliseconds. */
const WARM = 500;
/** The least remaining work that is worth more threads, which all begin slowly. In milliseconds. */
const WORTH_THREADS = 1000;
/** Steps run for this long before signals are handled. In milliseconds. */
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

/** Performs all steps, and handles signals between them; undefined if aborted. */
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
  const next = () => (options.signal.aborted ? undefined : left.shift());
  await Promise.all(
    Array.from({ length: threads }, () => {
      const worker = new Worker(new URL("./shard-worker.js", import.meta.url), {
        workerData: { scenario, experiment },
      });
      return workThrough(worker, next, take);
    }),
  );
}
