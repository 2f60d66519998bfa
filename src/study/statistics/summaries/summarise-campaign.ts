// Summarises a crash campaign. The same trials give the same bytes: sums are made in the order of the trials' indices,
// and nothing else depends on the order.

import type { Trial, Trials } from "../../../core/measurement/trial.ts";
import { OUTCOMES, PHASES } from "../../../core/measurement/trial.ts";
import { addCounts } from "../counts.ts";
import { recovered, summariseDowntime, summariseRecovery } from "./summarise-recovery.ts";
import type { CampaignSummary } from "./summary.ts";
import type { SummaryHead } from "./summary-head.ts";
import { summaryHeadOf } from "./summary-head.ts";

/**
 * `published` are figures of others to compare with. Outcomes that never happened and phases that took no time are left
 * out; faults are in the order of their first appearance.
 */
export function summariseCampaign(
  head: SummaryHead,
  trials: Trials,
  published: CampaignSummary["published"],
): CampaignSummary {
  const faults = [...faultsOf(trials)];
  return {
    ...summaryHeadOf(head),
    experiment: "crash-campaign",
    trials: trials.length,
    outcomes: countOutcomes(trials),
    recovery: summariseRecovery(trials, () => true),
    downtime: summariseDowntime(trials),
    by_fault: Object.fromEntries(
      faults.map((fault) => [fault, summariseRecovery(trials, (trial) => trial.fault === fault)]),
    ),
    phases: summarisePhases(trials),
    published,
    violations: countViolations(trials),
  };
}

function faultsOf(trials: Trials): Set<Trial["fault"]> {
  const faults = new Set<Trial["fault"]>();
  for (const { fault } of trials) faults.add(fault);
  return faults;
}

function countOutcomes(trials: Trials): Record<string, number> {
  const counts = new Map<string, number>(OUTCOMES.map((outcome) => [outcome, 0]));
  for (const { outcome } of trials) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return Object.fromEntries([...counts].filter(([, count]) => count > 0));
}

function countViolations(trials: Trials): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const trial of trials) for (const invariant of trial.violations) addCounts(counts, { [invariant]: 1 });
  return counts;
}

/** Over recovered trials. A single one has no deviation, which is reported as 0. */
function summarisePhases(trials: Trials): CampaignSummary["phases"] {
  let n = 0;
  let total = 0;
  const sums = new Float64Array(PHASES.length);
  forRecovered(trials, (trial) => {
    n++;
    total += trial.recoverySeconds;
    for (let phase = 0; phase < PHASES.length; phase++) sums[phase] += trial.phaseSeconds[phase];
  });
  const squares = new Float64Array(PHASES.length);
  forRecovered(trials, (trial) => {
    for (let phase = 0; phase < PHASES.length; phase++)
      squares[phase] += square(trial.phaseSeconds[phase] - sums[phase] / n);
  });
  const entries = PHASES.map((name, phase) => {
    const sd_seconds = n < 2 ? 0 : Math.sqrt(squares[phase] / (n - 1));
    return [name, { mean_seconds: sums[phase] / n, sd_seconds, share: sums[phase] / total }] as const;
  });
  return Object.fromEntries(entries.filter((_, phase) => sums[phase] > 0));
}

function forRecovered(trials: Trials, visit: (trial: Trial) => void): void {
  for (const trial of trials) if (recovered(trial)) visit(trial);
}

function square(x: number): number {
  return x * x;
}
