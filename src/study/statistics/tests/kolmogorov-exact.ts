// The two-sample Kolmogorov-Smirnov test by counting, for samples of any size and with ties. If both samples come from
// one distribution, all orders of their values are equally likely; the p-value is the share of orders whose
// distribution functions are somewhere at least as far apart as the observed ones.

import type { TestResult } from "./kolmogorov.ts";
import { ksTwoSample } from "./kolmogorov.ts";
import type { Sorted } from "../sample.ts";

/** Above this many pairs of values the limiting distribution is as good as counting, and much faster. */
const MAX_PAIRS = 2_000_000;

/**
 * Exact given the ties (Hodges 1957; with ties Schröer and Trenkler 1995): among equal values, the distance is measured
 * only after all of them. Above 2,000,000 pairs by the asymptotic distribution, which with ties errs on the side of no
 * difference. Values may be Infinity, for values that are only known to be later than all others. Both have at least
 * one value.
 */
export function ksTwoSampleExact(first: Sorted, second: Sorted): TestResult {
  const [n, m] = [first.length, second.length];
  if (n * m > MAX_PAIRS) return ksTwoSample(first, second);
  const { reach, ends } = walk(first, second);
  return { statistic: reach / (n * m), p: reach === 0 ? 1 : shareBeyond(reach, n, m, ends) };
}

/**
 * The largest distance in units of 1 / (n m), so that it is a whole number; and after how many values, both samples
 * taken together, no equal one follows.
 */
function walk(first: Sorted, second: Sorted): { readonly reach: number; readonly ends: Uint8Array } {
  const [n, m] = [first.length, second.length];
  const ends = new Uint8Array(n + m + 1);
  let reach = 0;
  for (let i = 0, j = 0; i < n || j < m;) {
    const x = Math.min(first[i] ?? Infinity, second[j] ?? Infinity);
    while (first[i] === x) i++;
    while (second[j] === x) j++;
    ends[i + j] = 1;
    reach = Math.max(reach, Math.abs(i * m - j * n));
  }
  return { reach, ends };
}

/**
 * `beyond[j]`, during row i: of all orders of i values of the first sample and j of the second, the share that has
 * reached at least `reach`. The last of these values is one of the first sample with probability i / (i + j).
 */
function shareBeyond(reach: number, n: number, m: number, ends: Uint8Array): number {
  const beyond = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++) {
    for (let j = i === 0 ? 1 : 0; j <= m; j++) {
      const seen = ends[i + j] === 1 && Math.abs(i * m - j * n) >= reach;
      const before = j === 0 ? 0 : j * beyond[j - 1];
      beyond[j] = seen ? 1 : (i * beyond[j] + before) / (i + j);
    }
  }
  return beyond[m];
}

/**
 * The distance that two samples of one continuous distribution exceed with probability `alpha`, by the first term of
 * the limit: within 2 % for alpha up to 0.1.
 */
export function ksCritical(n: number, m: number, alpha: number): number {
  const root = Math.sqrt((n * m) / (n + m));
  return Math.min(1, Math.sqrt(Math.log(2 / alpha) / 2) / (root + 0.12 + 0.11 / root));
}
