// Compares two campaigns: recovery times, outcomes, and each phase. Nothing here depends on which side was simulated.

import type { Trial } from "../../core/measurement/trial.ts";
import { PHASES } from "../../core/measurement/trial.ts";
import { compareSamples } from "./compare-samples.ts";
import type { Compared, ComparedPhase, Comparison, Counted, Side, Stratum } from "./comparison.ts";
import { COMPARISON_SCHEMA } from "./comparison.ts";
import { crashesOf, isCensored, phaseSample, recoverySample, type Crash } from "./crashes.ts";
import { fisherExact } from "../statistics/tests/fisher-exact.ts";
import { holm } from "../statistics/tests/holm.ts";
import { remarksOn } from "./remarks.ts";
import { recovered } from "../statistics/summaries/summarise-recovery.ts";
import { verdictOf } from "./verdict.ts";

/** One campaign, with its scenario and seed. */
export type Campaign = Pick<Side, "scenario" | "seed" | "live"> & {
  readonly trials: Iterable<Trial>;
  /** The timeout of a trial. */
  readonly timeoutSeconds: number;
};

type CompareOptions = { readonly version: string; readonly alpha: number; readonly fault: string | null };

/** Strata with fewer trials are not shown. */
const LEAST_IN_STRATUM = 8;

/** Undefined if a side has no trial to compare. */
export function compareTrials(
  predicted: Campaign,
  observed: Campaign,
  { version, alpha, fault }: CompareOptions,
): Comparison | undefined {
  const terms = {
    fault,
    withinSeconds: Math.min(predicted.timeoutSeconds, observed.timeoutSeconds),
    withoutHuman: predicted.live || observed.live,
  };
  const [first, second] = [crashesOf(predicted.trials, terms), crashesOf(observed.trials, terms)];
  const recovery = compareSamples(recoverySample(first.all), recoverySample(second.all));
  if (recovery === undefined) return undefined;
  const outcomes = compareCounts(first.all, second.all, ({ outcome }) => outcome);
  const phases = comparePhases(first.all, second.all, alpha);
  const sides: [Side, Side] = [sideOf(predicted, first), sideOf(observed, second)];
  return {
    schema: COMPARISON_SCHEMA,
    version,
    alpha,
    fault,
    predicted: sides[0],
    observed: sides[1],
    verdict: verdictOf(recovery, outcomes, phases, alpha),
    recovery,
    outcomes,
    phases,
    strata: compareStrata(first.all, second.all, alpha),
    remarks: remarksOn({
      sides,
      timeouts: [predicted.timeoutSeconds, observed.timeoutSeconds],
      faults: compareCounts(first.all, second.all, (crash) => crash.fault),
      alpha,
    }),
  };
}

function sideOf({ scenario, seed, live }: Campaign, { all, errors }: { all: readonly Crash[]; errors: number }): Side {
  return { scenario, seed, live, trials: all.length, censored: all.filter(isCensored).length, errors };
}

/**
 * How often each class occurs on either side. Of two classes, the counts of one determine those of the other, so there
 * is one test.
 */
function compareCounts(
  predicted: readonly Crash[],
  observed: readonly Crash[],
  classOf: (crash: Crash) => string,
): Record<string, Counted> {
  const classes = [...new Set([...predicted, ...observed].map(classOf))];
  const counts = classes.map((name) =>
    [predicted, observed].map((side) => side.filter((crash) => classOf(crash) === name).length),
  );
  const ps = counts.map(([a, b]) => fisherExact(a, predicted.length, b, observed.length));
  const adjusted = classes.length === 2 ? ps : holm(ps);
  return Object.fromEntries(
    classes.map((name, i) => [name, { predicted: counts[i][0], observed: counts[i][1], p: adjusted[i] }]),
  );
}

/** Phases that took time on either side. */
function comparePhases(
  predicted: readonly Crash[],
  observed: readonly Crash[],
  alpha: number,
): Record<string, ComparedPhase> {
  const compared: [string, Compared][] = [];
  for (const phase of PHASES) {
    const [first, second] = [phaseSample(predicted, phase), phaseSample(observed, phase)];
    const took = [first, second].some(({ sorted }) => sorted[sorted.length - 1] > 0);
    const result = took ? compareSamples(first, second) : undefined;
    if (result !== undefined) compared.push([phase, result]);
  }
  const adjusted = holm(compared.map(([, { p }]) => p));
  return Object.fromEntries(
    compared.map(([phase, result], i) => [phase, { ...result, p_adjusted: adjusted[i], differs: adjusted[i] < alpha }]),
  );
}

/** One stratum for each pair of fault and outcome; none if there is only one pair. */
function compareStrata(predicted: readonly Crash[], observed: readonly Crash[], alpha: number): Stratum[] {
  const keys = new Map([...predicted, ...observed].map((crash) => [keyOf(crash), crash]));
  const strata: Stratum[] = [];
  for (const [key, crash] of keys.size < 2 ? [] : keys) {
    if (!recovered(crash)) continue;
    const [first, second] = [predicted, observed].map((side) => side.filter((other) => keyOf(other) === key));
    if (Math.min(first.length, second.length) < LEAST_IN_STRATUM) continue;
    const recovery = compareSamples(recoverySample(first), recoverySample(second));
    if (recovery !== undefined)
      strata.push({
        fault: crash.fault,
        outcome: crash.outcome,
        recovery,
        phases: comparePhases(first, second, alpha),
      });
  }
  return strata;
}

function keyOf({ fault, outcome }: Crash): string {
  return `${fault} ${outcome}`;
}
