// Confidence intervals, two-sided and 95 % by default.

import { beta, chiSquare, studentT } from "../../../base/numerics/distribution-functions.ts";
import { normalQuantile } from "../../../base/numerics/normal.ts";
import { moments, type Sorted } from "../sample.ts";

export type Interval = readonly [low: number, high: number];

export const LEVEL = 0.95;

/** Of a mean, by Student's t, for a sample of n ≥ 2 with standard deviation `sd`. */
export function meanInterval(n: number, mean: number, sd: number, level = LEVEL): Interval {
  const half = (studentT(n - 1).quantile((1 + level) / 2) * sd) / Math.sqrt(n);
  return [mean - half, mean + half];
}

/** Of the standard deviation of a normal distribution, by chi-square. n ≥ 2. */
export function sdInterval(n: number, sd: number, level = LEVEL): Interval {
  const distribution = chiSquare(n - 1);
  const at = (p: number) => sd * Math.sqrt((n - 1) / distribution.quantile(p));
  return [at((1 + level) / 2), at((1 - level) / 2)];
}

/** Smaller samples do not show their tails. */
const LEAST_FOR_TAILS = 5;

/**
 * Of the standard deviation of any distribution with finite fourth moment (Bonett 2006): the standard error of log s²
 * is taken from the sample's own kurtosis, about a trimmed mean. For a normal distribution it is about as wide as by
 * chi-square. For skewed distributions its coverage is 87 % with 30 values, 92 % with 100, 95 % with 1000. Below 5
 * values it is by chi-square. n ≥ 2.
 */
export function spreadInterval(sorted: Sorted, level = LEVEL): Interval {
  const { n, mean, sd } = moments(sorted);
  if (mean === null || sd === null || sd === 0) return [0, 0];
  if (n < LEAST_FOR_TAILS) return sdInterval(n, sd, level);
  const z = normalQuantile((1 + level) / 2);
  const center = trimmedMean(sorted, 1 / (2 * Math.sqrt(n - 4)));
  let fourth = 0;
  for (const x of sorted)
    fourth += ((x - center) / sd) * ((x - center) / sd) * ((x - center) / sd) * ((x - center) / sd);
  const kurtosis = (n * fourth) / ((n - 1) * (n - 1));
  const scale = n / (n - z);
  const half = z * scale * Math.sqrt((kurtosis - (n - 3) / n) / (n - 1));
  const at = (end: number) => sd * Math.sqrt(scale * Math.exp(end));
  return [at(-half), at(half)];
}

/** The mean without this share of the values at each end. */
function trimmedMean(sorted: Sorted, share: number): number {
  const cut = Math.floor(share * sorted.length);
  return moments(sorted.slice(cut, sorted.length - cut)).mean ?? 0;
}

/** Of a proportion, by Wilson's score (1927): good for few trials and for all or none. n ≥ 1. */
export function wilsonInterval(successes: number, n: number, level = LEVEL): Interval {
  const z = normalQuantile((1 + level) / 2);
  const share = successes / n;
  const center = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [successes === 0 ? 0 : (center - half) / scale, successes === n ? 1 : (center + half) / scale];
}

/**
 * One-sided lower bound of a proportion (Clopper and Pearson 1934): holds with at least `level`, whatever the
 * proportion. n ≥ 1.
 */
export function proportionLowerBound(successes: number, n: number, level = LEVEL): number {
  return successes === 0 ? 0 : beta(successes, n - successes + 1).quantile(1 - level);
}

/**
 * Of the quantile p, by order statistics: valid for any continuous distribution. An end is null if the sample is too
 * small for it.
 */
export function quantileInterval(sorted: Sorted, p: number, level = LEVEL): readonly [number | null, number | null] {
  const n = sorted.length;
  const tail = (1 - level) / 2;
  const low = lastRank(n, (rank) => atMostBefore(rank, n, p) <= tail);
  const high = lastRank(n, (rank) => atMostBefore(rank, n, 1 - p) <= tail);
  return [low === 0 ? null : sorted[low - 1], high === 0 ? null : sorted[n - high]];
}

/** The probability that fewer than `rank` of n values fall below their quantile p. */
function atMostBefore(rank: number, n: number, p: number): number {
  return beta(rank, n - rank + 1).sf(p);
}

/** The greatest rank in 1…n that still holds, when all before it do; 0 if none. */
function lastRank(n: number, holds: (rank: number) => boolean): number {
  let [low, high] = [0, n];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
