// Kolmogorov-Smirnov tests: the largest distance between two distribution functions. If the parameters of a
// distribution are estimated from the same sample, these p-values are far too large; use normality.ts.

import type { Sorted } from "../sample.ts";

export type TestResult = {
  readonly statistic: number;
  /** The probability of a statistic at least as extreme if the null hypothesis holds. */
  readonly p: number;
};

/**
 * One sample against a continuous distribution given beforehand. The p-value is Kolmogorov's limit with the correction
 * of Stephens (1970) for n: from n = 5 on within 0.015 of the exact one, and much closer if it is small.
 */
export function ksOneSample(sorted: Sorted, cdf: (x: number) => number): TestResult {
  const statistic = ksDistance(sorted, cdf);
  return { statistic, p: pValue(statistic, sorted.length) };
}

/**
 * Two independent samples. The same limit with n m / (n + m) for n: rough below 10, where only few distances are
 * possible. Ties make it err on the side of no difference.
 */
export function ksTwoSample(first: Sorted, second: Sorted): TestResult {
  const [n, m] = [first.length, second.length];
  let statistic = 0;
  for (let i = 0, j = 0; i < n && j < m;) {
    const x = Math.min(first[i], second[j]);
    while (i < n && first[i] === x) i++;
    while (j < m && second[j] === x) j++;
    statistic = Math.max(statistic, Math.abs(i / n - j / m));
  }
  return { statistic, p: pValue(statistic, (n * m) / (n + m)) };
}

/** The largest distance between the sample's distribution function and `cdf`. */
export function ksDistance(sorted: Sorted, cdf: (x: number) => number): number {
  const n = sorted.length;
  let distance = 0;
  for (let i = 0; i < n; i++) {
    const expected = cdf(sorted[i]);
    distance = Math.max(distance, expected - i / n, (i + 1) / n - expected);
  }
  return distance;
}

/** The probability that a variable of Kolmogorov's distribution is more than x. */
export function kolmogorovSf(x: number): number {
  if (x <= 0) return 1;
  return x < 1 ? 1 - lowerSeries(x) : upperSeries(x);
}

function pValue(distance: number, n: number): number {
  const root = Math.sqrt(n);
  return kolmogorovSf(distance * (root + 0.12 + 0.11 / root));
}

/** √(2π)/x Σ exp(-(2k-1)² π² / (8 x²)): the distribution function, fast for small x. */
function lowerSeries(x: number): number {
  const unit = (Math.PI * Math.PI) / (8 * x * x);
  let total = 0;
  for (let odd = 1; odd <= 9; odd += 2) total += Math.exp(-odd * odd * unit);
  return (Math.sqrt(2 * Math.PI) / x) * total;
}

/** 2 Σ (-1)^(k-1) exp(-2 k² x²): the upper tail, fast for large x. */
function upperSeries(x: number): number {
  let total = 0;
  for (let k = 1; k <= 5; k++) total += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return total;
}
