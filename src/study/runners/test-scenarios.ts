// Runs many scenarios for what they expect, each in one thread, as many at a time as there are threads.

import { Worker } from "node:worker_threads";
import type { Scenario } from "../../core/scenario/scenario.ts";
import type { Summary } from "../statistics/summaries/summary.ts";
import { fromThread } from "./run-shards.ts";

/** `trace`: the lines of an incident around what was missed; empty if nothing was. */
export type TestedScenario = { readonly summary: Summary; readonly trace: readonly string[] };

/**
 * What came out of each scenario, in their order; fewer if the signal came. `workers`: the largest number of threads.
 * Throws what a scenario throws.
 */
export async function testScenarios(
  scenarios: readonly Scenario[],
  workers: number,
  signal: AbortSignal,
): Promise<readonly TestedScenario[]> {
  const results: TestedScenario[] = [];
  const left = scenarios.map((scenario, index) => ({ scenario, index }));
  const take = () => (signal.aborted ? undefined : left.shift());
  const threads = Math.min(workers, left.length);
  await Promise.all(Array.from({ length: threads }, () => oneThread(take, results)));
  return results;
}

type Job = { readonly scenario: Scenario; readonly index: number };

function oneThread(take: () => Job | undefined, results: TestedScenario[]): Promise<void> {
  const worker = new Worker(new URL("./test-worker.js", import.meta.url));
  return new Promise<void>((resolve, reject) => {
    let job = take();
    const next = () => {
      if (job === undefined) void worker.terminate().then(() => resolve());
      else worker.postMessage(job.scenario);
    };
    worker.on("message", (tested: TestedScenario) => {
      if (job !== undefined) results[job.index] = tested;
      job = take();
      next();
    });
    worker.on("error", (error: Error) => reject(fromThread(error)));
    next();
  });
}
