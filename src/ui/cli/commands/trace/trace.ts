// `3rc trace`: prints one run line by line.

import { runTrial } from "../../../../study/experiment/crash-trial.ts";
import { playIncident } from "../../../../study/experiment/incident.ts";
import { NO_TIME, type Duration } from "../../../../base/prelude/time.ts";
import type { Entry } from "../../../../core/journal/entry.ts";
import { traceLine } from "../../../../core/journal/trace.ts";
import { beginJournal, journalLine } from "../../../../core/journal/write-journal.ts";
import { readDuration } from "../../../../base/document/quantity.ts";
import type { Scenario } from "../../../../core/scenario/scenario.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { whileRunning } from "../../terminal/report-error.ts";
import { loadScenario } from "../../load-scenario.ts";
import { simulatedHead } from "../../journal-head.ts";
import { sayMadeBy } from "../../made-by.ts";
import { withSeed } from "../../../../core/scenario/scenario.ts";
import { print } from "../../terminal/print.ts";

export type TraceOptions = {
  readonly seed?: string;
  readonly trial: number;
  readonly horizon: string;
  readonly set: readonly string[];
  readonly journal?: true;
};

export async function trace(file: string, options: TraceOptions): Promise<void> {
  const scenario = withSeed(loadScenario(file, options.set).scenario, options.seed);
  const { experiment } = scenario;
  const clock = experiment.kind === "incident" ? experiment.clock : NO_TIME;
  const horizon = readDuration(options.horizon);
  if (!horizon.ok) throw new Refusal(`--horizon: ${horizon.expected}`);
  sayMadeBy(scenario);
  const lines: string[] = [];
  const tell = (entry: Entry) => {
    const line = options.journal ? journalLine(entry) : traceLine(entry, clock);
    if (line !== undefined) lines.push(line);
    if (lines.length >= 1000) flush(lines);
  };
  await whileRunning(scenario, () => {
    const journal = beginJournal(simulatedHead(scenario, experiment.kind === "incident" ? 0 : options.trial), tell);
    watch(scenario, options.trial, horizon.value, journal.record);
    journal.end();
  });
  flush(lines);
}

/** Runs the given trial or replication, or the incident, and passes each entry of its journal to `tell`. */
export function watch(scenario: Scenario, trial: number, horizon: Duration, tell: (entry: Entry) => void): void {
  const { experiment } = scenario;
  switch (experiment.kind) {
    case "crash-campaign":
      if (trial >= experiment.trials)
        throw new Refusal(`there is no trial ${trial}: the campaign has ${experiment.trials}, from 0 on`);
      runTrial(scenario, experiment, trial, tell);
      return;
    case "incident":
      playIncident(scenario, experiment, tell);
      return;
    case "availability":
      if (trial >= experiment.replications)
        throw new Refusal(`there is no replication ${trial}: the study has ${experiment.replications}, from 0 on`);
      playIncident(scenario, { horizon, replication: trial }, tell);
      return;
  }
}

function flush(lines: string[]): void {
  if (lines.length > 0) print(`${lines.join("\n")}\n`);
  lines.length = 0;
}
