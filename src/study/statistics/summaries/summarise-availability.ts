// Summarises an availability study from the tallies of its replications. Tallies come in the order of their
// replications, and sums are made in that order, so that the same seed gives the same bytes on any number of workers.

import { YEAR, toSeconds } from "../../../base/prelude/time.ts";
import { check } from "../../../base/prelude/check.ts";
import { PHASES } from "../../../core/measurement/trial.ts";
import type { Tally, UnitTally } from "../../../core/measurement/tally.ts";
import { addCounts } from "../counts.ts";
import { remarksOnFewOutages } from "./few-outages.ts";
import { moments, quantile } from "../sample.ts";
import { withinPromise } from "./summarise-recovery.ts";
import { summariseUnit } from "./summarise-unit.ts";
import type { AvailabilitySummary, UnitSummary } from "./summary.ts";
import type { SummaryHead } from "./summary-head.ts";
import { summaryHeadOf } from "./summary-head.ts";

/**
 * `names` are in the order of the scenario, as the units of each tally are. Needs at least one tally with counted time.
 */
export function summariseAvailability(
  head: SummaryHead,
  names: { readonly groups: readonly string[]; readonly vms: readonly string[] },
  tallies: readonly Tally[],
): AvailabilitySummary {
  const years = total(tallies, (tally) => tally.seconds) / toSeconds(YEAR);
  check(years > 0, "an availability study has counted time");
  const recoveries = pooled(tallies, (tally) => tally.recoverySeconds);
  const longest = recoveries.at(-1) ?? 0;
  const units = (unitNames: readonly string[], of: (tally: Tally) => readonly UnitTally[]) =>
    unitNames.map((name, i): [string, UnitSummary] => [name, summariseUnit(tallies, (tally) => of(tally)[i], longest)]);
  const vms = units(names.vms, (tally) => tally.vms);
  const judged = {
    site: summariseUnit(tallies, (tally) => tally.site, longest),
    groups: Object.fromEntries(units(names.groups, (tally) => tally.groups)),
    vms: Object.fromEntries(vms),
  };
  return {
    ...summaryHeadOf(head),
    experiment: "availability",
    years,
    replications: tallies.length,
    ...judged,
    worst_vm: leastAvailable(vms),
    downtime_by_year: judged.site.downtime_by_year,
    recovery: summariseRecoveries(recoveries),
    time_to_detect: summariseDetection(pooled(tallies, (tally) => tally.detectSeconds)),
    downtime_by_cause: greatestFirst(shares(tallies, (tally) => tally.downSecondsByCause)),
    downtime_by_phase: inOrderOfPhases(shares(tallies, (tally) => tally.downSecondsByPhase)),
    incidents_per_year: total(tallies, (tally) => tally.incidents) / years,
    remarks: remarksOnFewOutages(judged),
    first_violation: firstViolation(tallies),
    violations: sumsByKey(tallies, (tally) => tally.violations),
  };
}

/** The number of the first replication in which an invariant was violated. */
function firstViolation(tallies: readonly Tally[]): number | null {
  const first = tallies.findIndex(({ violations }) => Object.keys(violations).length > 0);
  return first < 0 ? null : first;
}

/** The unit with the least availability; the first one, if several are equal. */
function leastAvailable(units: readonly (readonly [string, UnitSummary])[]): string {
  let [worst, least] = ["", Infinity];
  for (const [name, { availability }] of units) if (availability < least) [worst, least] = [name, availability];
  return worst;
}

function summariseRecoveries(sorted: Float64Array): AvailabilitySummary["recovery"] {
  const { n, mean } = moments(sorted);
  return {
    n,
    mean_seconds: mean,
    p50_seconds: quantile(sorted, 0.5),
    p95_seconds: quantile(sorted, 0.95),
    p99_seconds: quantile(sorted, 0.99),
    max_seconds: quantile(sorted, 1),
    ...withinPromise(sorted, n),
  };
}

function summariseDetection(sorted: Float64Array): AvailabilitySummary["time_to_detect"] {
  const { n, mean } = moments(sorted);
  return { n, mean_seconds: mean, p95_seconds: quantile(sorted, 0.95) };
}

/** The lists of all tallies as one, in ascending order. */
function pooled(tallies: readonly Tally[], listOf: (tally: Tally) => readonly number[]): Float64Array {
  const all = new Float64Array(total(tallies, (tally) => listOf(tally).length));
  let next = 0;
  for (const tally of tallies) {
    all.set(listOf(tally), next);
    next += listOf(tally).length;
  }
  return all.sort();
}

function total(tallies: readonly Tally[], of: (tally: Tally) => number): number {
  return tallies.reduce((sum, tally) => sum + of(tally), 0);
}

function sumsByKey(
  tallies: readonly Tally[],
  of: (tally: Tally) => Readonly<Record<string, number>>,
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const tally of tallies) addCounts(sums, of(tally));
  return sums;
}

/** The share of each key; keys with 0 are left out. */
function shares(tallies: readonly Tally[], of: (tally: Tally) => Readonly<Record<string, number>>): [string, number][] {
  const sums = Object.entries(sumsByKey(tallies, of)).filter(([, seconds]) => seconds > 0);
  const whole = sums.reduce((sum, [, seconds]) => sum + seconds, 0);
  return sums.map(([key, seconds]) => [key, seconds / whole]);
}

function greatestFirst(parts: [string, number][]): Record<string, number> {
  return Object.fromEntries(parts.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
}

function inOrderOfPhases(parts: [string, number][]): Record<string, number> {
  const rank = (phase: string) => PHASES.findIndex((name) => name === phase);
  return Object.fromEntries(parts.sort(([a], [b]) => rank(a) - rank(b)));
}
