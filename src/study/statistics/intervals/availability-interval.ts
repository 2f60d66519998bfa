// Confidence intervals of an availability. Downtime comes in rare, long outages. If many were observed, the interval
// follows from the variation between replications (or years); if few, from the number and lengths of the outages.

import { DAY, toSeconds, YEAR } from "../../../base/prelude/time.ts";
import { fisherF, studentT } from "../../../base/numerics/distribution-functions.ts";
import type { Interval } from "./intervals.ts";
import { LEVEL } from "./intervals.ts";
import { moments, type Sample } from "../sample.ts";

/** What a study observed of one unit. */
export type ObservedUnit = {
  /** Counted time, over all replications, and how much of it the unit was down. */
  readonly seconds: number;
  readonly downSeconds: number;
  /** Outages that began in the counted time, or were under way when it began. */
  readonly outages: number;
  /** The unavailability in each replication, 0 to 1; all are equally long. */
  readonly perReplication: readonly number[];
  /** The downtime in each whole counted year, in seconds. */
  readonly years: Sample;
  /** The longest outage of any VM in the study; 0 if there was none. */
  readonly longestSeconds: number;
};

/** With fewer outages, the variation between replications is not reliable. */
export const FEW_OUTAGES = 30;

/**
 * The 95 % interval of the expected unavailability.
 *
 * From 30 outages on: the delta method on the logarithmic scale, over replications; for a single replication, over its
 * whole years. Fewer, or a single replication shorter than two years: see `ofFewOutages`. None: see `ofNoOutage`.
 *
 * In tests with a Poisson number of exponential outages (0.1, 1, 3, 10, 40 or 400 in all, over 1, 4 or 30 replications)
 * the coverage is at least 95 %. With lognormal lengths of sigma 1.4 and fewer than 30 outages it is lower.
 */
export function unavailabilityInterval(observed: ObservedUnit): Interval {
  const { seconds, downSeconds, outages, perReplication, years } = observed;
  const unavailability = downSeconds / seconds;
  if (outages === 0) return [0, ofNoOutage(observed)];
  if (outages < FEW_OUTAGES) return ofFewOutages(unavailability, outages);
  if (perReplication.length > 1)
    return byLogarithm(unavailability, perReplication.length, moments(perReplication).sd ?? 0);
  if (years.length < 2) return ofFewOutages(unavailability, outages);
  return byLogarithm(unavailability, years.length, (moments(years).sd ?? 0) / toSeconds(YEAR));
}

/**
 * The logarithm of a mean of n has the standard error se / mean, se being that of the mean, and is nearly normal:
 * Student's t about it, taken back by exp.
 */
function byLogarithm(mean: number, n: number, sd: number): Interval {
  const relativeError = sd / Math.sqrt(n) / mean;
  const spread = Math.exp(studentT(n - 1).quantile((1 + LEVEL) / 2) * relativeError);
  return [mean / spread, Math.min(1, mean * spread)];
}

/**
 * Assumes that outages come independently, with exponential lengths. The rate is then between gamma variables of shapes
 * n and n + 1 (Garwood 1936), the mean length is the total divided by one of shape n; their ratios have Fisher's F
 * distribution.
 */
function ofFewOutages(unavailability: number, n: number): Interval {
  const tail = (1 - LEVEL) / 2;
  const low = fisherF(2 * n, 2 * n).quantile(tail);
  const high = (fisherF(2 * n + 2, 2 * n).quantile(1 - tail) * (n + 1)) / n;
  return [unavailability * low, Math.min(1, unavailability * high)];
}

/**
 * The lower of two one-sided bounds. Poisson's: with more than -log 0.05 outages expected, one would probably have been
 * observed; an outage is assumed to last as long as the longest of any VM, and at least a day. And one without a model:
 * if a replication has downtime with probability p, R replications have none with probability (1 - p)^R, which is below
 * 0.05 unless p ≤ 1 - 0.05^(1/R).
 */
function ofNoOutage({ seconds, perReplication, longestSeconds }: ObservedUnit): number {
  const unseen = -Math.log(1 - LEVEL);
  return Math.min(
    (unseen * Math.max(longestSeconds, toSeconds(DAY))) / seconds,
    1 - Math.exp(-unseen / perReplication.length),
  );
}
