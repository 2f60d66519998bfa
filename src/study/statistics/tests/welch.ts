// The difference of two means, without assuming equal variances.

import { studentT } from "../../../base/numerics/distribution-functions.ts";
import type { Interval } from "../intervals/intervals.ts";
import { LEVEL } from "../intervals/intervals.ts";
import type { Moments } from "../sample.ts";

/** Second mean minus first, with Welch's interval (1947). Undefined if a sample has fewer than two values. */
export function welchInterval(first: Moments, second: Moments, level = LEVEL): Interval | undefined {
  if (first.mean === null || second.mean === null || first.sd === null || second.sd === null) return undefined;
  const difference = second.mean - first.mean;
  const [v, w] = [(first.sd * first.sd) / first.n, (second.sd * second.sd) / second.n];
  if (v + w === 0) return [difference, difference];
  const freedom = ((v + w) * (v + w)) / ((v * v) / (first.n - 1) + (w * w) / (second.n - 1));
  const half = studentT(freedom).quantile((1 + level) / 2) * Math.sqrt(v + w);
  return [difference - half, difference + half];
}
