// The body of a thread of `3rc test`: it gets scenarios, one at a time, and sends back what came out of each.

import { parentPort } from "node:worker_threads";
import { check } from "../../base/prelude/check.ts";
import { later, seconds, START, type Duration, type Instant } from "../../base/prelude/time.ts";
import { traceLine } from "../../core/journal/trace.ts";
import type { Entry } from "../../core/journal/entry.ts";
import { performExperiment } from "./perform.ts";
import type { TestedScenario, TestJob } from "./test-scenarios.ts";

/** Lines of the trace that are shown before and after the instant at which an expectation was missed. */
const BEFORE = 12;
const AFTER = 4;

const NEVER = new AbortController().signal;

parentPort?.on("message", async ({ scenario }: TestJob) => {
  const options = { workers: 1, done: [], onProgress: () => undefined, signal: NEVER };
  const performed = await performExperiment(scenario, options);
  check(performed.kind !== "unfinished", "nobody interrupts a thread");
  const missed = performed.summary.expectations?.find(({ verdict }) => verdict !== "held");
  const at = missed?.at_seconds === undefined ? undefined : later(START, seconds(missed.at_seconds));
  const trace =
    missed === undefined || performed.kind !== "incident"
      ? []
      : around(performed.entries, performed.incident.clock, at);
  const tested: TestedScenario = { summary: performed.summary, trace };
  parentPort?.postMessage(tested);
});

/** The lines of the trace around an instant, or the last ones. */
function around(entries: readonly Entry[], clock: Duration, at: Instant | undefined): readonly string[] {
  const lines = entries.flatMap((entry) => {
    const line = traceLine(entry, clock);
    return line === undefined ? [] : [{ line, at: entry.at }];
  });
  const next = at === undefined ? -1 : lines.findIndex((line) => line.at > at);
  const end = next < 0 ? lines.length : next;
  return lines.slice(Math.max(0, end - BEFORE), end + AFTER).map(({ line }) => line);
}
