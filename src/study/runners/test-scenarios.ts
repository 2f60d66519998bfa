// Runs many scenarios for what they expect, each in one thread, as many at a time as there are threads.

import { Worker } from "node:worker_threads";
import type { Scenario } from "../../core/scenario/scenario.ts";
import type { Summary } from "../statistics/summaries/summary.ts";
import { workThrough } from "./work-through.ts";

/** `trace`: the lines of an incident around what was missed; empty if nothing was. */
export type TestedScenario = { readonly summary: Summary; readonly trace: readonly string[] };

/** What a thread gets: a scenario, and its place among all. */
export type TestJob = { readonly scenario: Scenario; readonly index: number };

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
  const threads = Math.min(workers, left.length);
  const next = () => (signal.aborted ? undefined : left.shift());
  const answered = (tested: TestedScenario, { index }: TestJob) => (results[index] = tested);
  await Promise.all(
    Array.from({ length: threads }, () =>
      workThrough(new Worker(new URL("./test-worker.js", import.meta.url)), next, answered),
    ),
  );
  return results;
}
