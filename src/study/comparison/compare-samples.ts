// Compares predicted and observed values of one time, as two samples: figures of each, their distance, and its
// probability if both come from one distribution.

import type { Compared, Figures } from "./comparison.ts";
import { ksTwoSampleExact } from "../statistics/tests/kolmogorov-exact.ts";
import { mannWhitney } from "../statistics/tests/mann-whitney.ts";
import type { Sorted } from "../statistics/sample.ts";
import { moments, quantile } from "../statistics/sample.ts";
import { welchInterval } from "../statistics/tests/welch.ts";

/** A sample, and the number of further values that are only known to be later than all of it. */
export type Censored = { readonly sorted: Sorted; readonly later: number };

/**
 * Figures are of the known values. The tests use ranks, so they include the values that are later than all others.
 * Undefined if a side has no values at all.
 */
export function compareSamples(predicted: Censored, observed: Censored): Compared | undefined {
  const [first, second] = [withLater(predicted), withLater(observed)];
  if (first.length === 0 || second.length === 0) return undefined;
  const [before, after] = [moments(predicted.sorted), moments(observed.sorted)];
  const { statistic, p: ksP } = ksTwoSampleExact(first, second);
  const ranks = mannWhitney(second, first);
  const ranksP = ranksAreNormal(first, second) ? ranks.p : null;
  return {
    predicted: figuresOf(predicted.sorted),
    observed: figuresOf(observed.sorted),
    difference_seconds: before.mean === null || after.mean === null ? null : after.mean - before.mean,
    difference_ci: welchInterval(before, after) ?? null,
    ks: statistic,
    ks_p: ksP,
    observed_longer: ranks.probabilityFirstLarger,
    ranks_p: ranksP,
    p: ranksP === null ? ksP : Math.min(1, 2 * Math.min(ksP, ranksP)),
  };
}

function figuresOf(sorted: Sorted): Figures {
  const { n, mean, sd } = moments(sorted);
  return {
    n,
    mean_seconds: mean,
    sd_seconds: sd,
    p50_seconds: quantile(sorted, 0.5),
    p95_seconds: quantile(sorted, 0.95),
  };
}

function withLater({ sorted, later }: Censored): Sorted {
  return Float64Array.from([...sorted, ...new Array<number>(later).fill(Infinity)]);
}

/**
 * The smaller sample must have at least this many expected values other than the most frequent one for the normal
 * approximation of ranks.
 */
const LEAST_UNTIED = 8;

/** Decided from both samples together, so that the choice of tests does not depend on their difference. */
function ranksAreNormal(first: Sorted, second: Sorted): boolean {
  const all = Float64Array.from([...first, ...second]).sort();
  let commonest = 0;
  for (let i = 0, from = 0; i < all.length; i++) {
    if (all[i] !== all[from]) from = i;
    commonest = Math.max(commonest, i - from + 1);
  }
  const untied = all.length - commonest;
  return (untied / all.length) * Math.min(first.length, second.length) >= LEAST_UNTIED;
}
