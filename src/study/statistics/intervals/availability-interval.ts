// How sure an availability is. Downtime comes in rare, long pieces. Where many were seen, what replications (or years)
// have in common and where they differ says it; where few were, only their number and lengths can.

import { DAY, toSeconds, YEAR } from "../../../base/prelude/time.ts";
import { fisherF, studentT } from "../../../base/numerics/distribution-functions.ts";
import type { Interval } from "./intervals.ts";
import { LEVEL } from "./intervals.ts";
import { moments, type Sample } from "../sample.ts";

/** What a study saw of one unit. */
export type ObservedUnit = {
  /** Counted time, over all replications, and how much of it the unit was down. */
  readonly seconds: number;
  readonly downSeconds: number;
  /** Outages that began in the counted time, or were under way when it began. */
  readonly outages: number;
  /** The unavailability in each replication, 0 to 1; all are equally long. */
  readonly perReplication: readonly number[];
  /** The down time in each whole counted year, in seconds. */
  readonly years: Sample;
  /** The longest outage of any VM in the study; 0 if there was none. */
  readonly longestSeconds: number;
};

/** Fewer outages say too little of how much replications differ. */
export const FEW_OUTAGES = 30;

/**
 * The 95 % interval of the expected unavailability.
 *
 * From 30 outages on: the delta method on the logarithmic scale, over replications; of a single replication over its
 * whole years. Fewer, or a single replication shorter than two years: see `ofFewOutages`. None: see `ofNoOutage`.
 *
 * Tried with a Poisson number of exponential outages: 0.1, 1, 3, 10, 40 or 400 in all, over 1, 4 or 30 replications, it
 * holds the truth 95 times in 100 or more often. With lognormal lengths of sigma 1.4 and fewer than 30 outages, less
 * often.
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
 * n and n + 1 (Garwood 1936), the mean length is the total by one of shape n; ratios of them have Fisher's law.
 */
function ofFewOutages(unavailability: number, n: number): Interval {
  const tail = (1 - LEVEL) / 2;
  const low = fisherF(2 * n, 2 * n).quantile(tail);
  const high = (fisherF(2 * n + 2, 2 * n).quantile(1 - tail) * (n + 1)) / n;
  return [unavailability * low, Math.min(1, unavailability * high)];
}

/**
 * Two one-sided bounds, of which the lower holds. That of Poisson: more than -log 0.05 outages expected would have
 * shown; one is assumed to last as long as the longest of any VM, and at least a day. And one without any model: had a
 * replication some downtime with probability p, R without any would have the probability (1 - p)^R, below 0.05 unless p
 * ≤ 1 - 0.05^(1/R).
 */
function ofNoOutage({ seconds, perReplication, longestSeconds }: ObservedUnit): number {
  const unseen = -Math.log(1 - LEVEL);
  return Math.min(
    (unseen * Math.max(longestSeconds, toSeconds(DAY))) / seconds,
    1 - Math.exp(-unseen / perReplication.length),
  );
}
