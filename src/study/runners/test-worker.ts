// The body of a thread of `3rc test`: it gets scenarios, one at a time, and sends back what came out of each.

import { parentPort } from "node:worker_threads";
import { NO_TIME, seconds, START, later, type Instant } from "../../base/prelude/time.ts";
import { traceLine } from "../../core/journal/trace.ts";
import type { Entry } from "../../core/journal/entry.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { performExperiment } from "./perform.ts";
import type { TestedScenario } from "./test-scenarios.ts";

/** Lines of the trace that are shown before and after the instant at which an expectation was missed. */
const BEFORE = 12;
const AFTER = 4;

const NEVER = new AbortController().signal;

parentPort?.on("message", (scenario: Scenario) => {
  const options = { workers: 1, done: [], onProgress: () => undefined, signal: NEVER };
  performExperiment(scenario, options).then(
    (performed) => {
      if (performed.kind === "unfinished") return;
      const missed = performed.summary.expectations?.find(({ verdict }) => verdict !== "held");
      const at = missed?.at_seconds === undefined ? undefined : later(START, seconds(missed.at_seconds));
      const trace =
        missed === undefined || performed.kind !== "incident"
          ? []
          : around(performed.entries, performed.incident.clock ?? NO_TIME, at);
      const tested: TestedScenario = { summary: performed.summary, trace };
      parentPort?.postMessage(tested);
    },
    (error: unknown) => {
      throw error;
    },
  );
});

/** The lines of the trace around an instant, or the last ones. */
function around(entries: readonly Entry[], clock: typeof NO_TIME, at: Instant | undefined): readonly string[] {
  const lines = entries.flatMap((entry) => {
    const line = traceLine(entry, clock);
    return line === undefined ? [] : [{ line, at: entry.at }];
  });
  const next = at === undefined ? -1 : lines.findIndex((line) => line.at > at);
  const end = next < 0 ? lines.length : next;
  return lines.slice(Math.max(0, end - BEFORE), end + AFTER).map(({ line }) => line);
}
