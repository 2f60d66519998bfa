// Mann and Whitney's test: does one sample tend to be larger than the other? It assumes no distribution, and corrects
// for ties.

import { normalCdf } from "../../../base/numerics/normal.ts";
import type { Sorted } from "../sample.ts";

type RankTest = {
  /** The number of pairs (first, second) in which the first is larger; a tie counts a half. */
  readonly u: number;
  /**
   * u as a share of all pairs: the probability that a value of the first sample is the larger. 0.5 means no difference.
   */
  readonly probabilityFirstLarger: number;
  /** Two-sided, by the normal approximation with corrections for ties and continuity: good from about 8 values each. */
  readonly p: number;
};

/** Both samples have at least one value. */
export function mannWhitney(first: Sorted, second: Sorted): RankTest {
  const [n, m] = [first.length, second.length];
  const { u, tieTerm } = countPairs(first, second);
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - tieTerm / (all * (all - 1)));
  const excess = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5);
  const p = variance === 0 ? 1 : Math.min(1, 2 * normalCdf(-excess / Math.sqrt(variance)));
  return { u, probabilityFirstLarger: u / (n * m), p };
}

/**
 * One walk through both samples, from one distinct value to the next. `tieTerm` is the sum of t³ - t over groups of t
 * equal values.
 */
function countPairs(first: Sorted, second: Sorted): { u: number; tieTerm: number } {
  let [u, tieTerm] = [0, 0];
  for (let i = 0, j = 0; i < first.length || j < second.length;) {
    const x = Math.min(first[i] ?? Infinity, second[j] ?? Infinity);
    const [fromI, fromJ] = [i, j];
    while (first[i] === x) i++;
    while (second[j] === x) j++;
    u += (i - fromI) * (fromJ + (j - fromJ) / 2);
    const tied = i - fromI + j - fromJ;
    tieTerm += tied * tied * tied - tied;
  }
  return { u, tieTerm };
}
