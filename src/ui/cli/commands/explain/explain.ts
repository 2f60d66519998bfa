// `3rc explain`: prints why each action of a trial was taken. A simulated trial is run again; the journal of a live
// trial is read.

import { journalPath } from "../../../../live/crash-test/campaign/trial-journal.ts";
import { fromItsBeginning, journalAt } from "../../../../study/results/kept-journals.ts";
import { runTrial } from "../../../../study/experiment/crash-trial.ts";
import { playIncident } from "../../../../study/experiment/incident.ts";
import { NO_TIME } from "../../../../base/prelude/time.ts";
import type { Entry } from "../../../../core/journal/entry.ts";
import { traceLine } from "../../../../core/journal/trace.ts";
import { PHASES, type Trial } from "../../../../core/measurement/trial.ts";
import type { Scenario } from "../../../../core/scenario/scenario.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { sourceOf } from "../../../../study/results/manifest.ts";
import { printRefusedToday } from "../../load-scenario.ts";
import { print } from "../../terminal/print.ts";

export function explain(folder: string, number: number): void {
  const { scenario, refusedToday } = sourceOf(folder);
  printRefusedToday(refusedToday);
  const kept = journalAt(journalPath(folder, number), scenario, number);
  const entries = [...fromItsBeginning(kept)];
  const head =
    kept.length > 0 ? `Trial ${number}, on real machines.\n` : headOf(scenario, number, (entry) => entries.push(entry));
  const clock = scenario.experiment.kind === "incident" ? scenario.experiment.clock : NO_TIME;
  const lines = entries.filter(isReason).flatMap((entry) => traceLine(entry, clock) ?? []);
  print(`${head}\n${lines.join("\n")}\n`);
}

function headOf(scenario: Scenario, number: number, tell: (entry: Entry) => void): string {
  const { experiment } = scenario;
  switch (experiment.kind) {
    case "crash-campaign":
      if (number >= experiment.trials)
        throw new Refusal(`there is no trial ${number}: the campaign had ${experiment.trials}, from 0 on`);
      return trialHead(runTrial(scenario, experiment, number, tell));
    case "incident":
      playIncident(scenario, experiment, tell);
      return `The incident ${scenario.name}.`;
    case "availability":
      throw new Refusal("an availability study keeps no trials; use 3rc trace with its scenario");
  }
}

function trialHead(trial: Trial): string {
  const phases = PHASES.map((phase, i) => [phase, trial.phaseSeconds[i]] as const).filter(([, spent]) => spent > 0);
  const ledger = phases.map(([phase, spent]) => `  ${phase.padEnd(18)} ${spent.toFixed(1).padStart(8)} s`);
  return (
    `Trial ${trial.index}: ${trial.fault} on ${trial.target}. ${trial.vm} ${trial.outcome} after ` +
    `${trial.recoverySeconds.toFixed(1)} s.\n${ledger.join("\n")}\n`
  );
}

/** The controller's transitions and actions, and changes of the truth; not probes, nor changes of their pace. */
function isReason(entry: Entry): boolean {
  if (entry.kind === "command") return entry.command.kind !== "watch";
  return entry.kind !== "event" || entry.event.kind === "outcome" || entry.event.kind === "requested";
}
