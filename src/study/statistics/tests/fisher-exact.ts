// Fisher's exact test (1935) of whether something is equally frequent in two samples.

import { logGamma } from "../../../base/numerics/gamma.ts";

/** Probabilities that differ by no more than this relative rounding error count as equal. */
const SLACK = 1e-7;

/**
 * Two-sided: the probability, given the total count, of a division that is at most as likely as this one: `a` of `n`,
 * and `b` of `m`.
 */
export function fisherExact(a: number, n: number, b: number, m: number): number {
  const all = a + b;
  const logShare = (k: number) => logChoose(n, k) + logChoose(m, all - k) - logChoose(n + m, all);
  const seen = logShare(a) + SLACK;
  let p = 0;
  for (let k = Math.max(0, all - m); k <= Math.min(n, all); k++) {
    const share = logShare(k);
    if (share <= seen) p += Math.exp(share);
  }
  return Math.min(1, p);
}

/** The logarithm of the number of ways to choose k of n. */
export function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
