// Fits the normal distribution truncated at 0, as in scenarios, by maximum likelihood. It is of the exponential family,
// so the best fit is the one with the sample's own mean and variance.

import { normalCdf, normalDensity } from "../../../base/numerics/normal.ts";
import type { Fit } from "./fits.ts";
import { positiveRoot } from "../../../base/numerics/root.ts";
import type { Sample } from "../sample.ts";
import { moments } from "../sample.ts";

/**
 * The squared coefficient of variation if the parent has mean 0: π/2 - 1. With more, the parent's mean would be
 * negative, which scenarios do not allow.
 */
const MAX_SPREAD = Math.PI / 2 - 1;
/** From here on, truncation has no effect after rounding. */
const FAR_FROM_ZERO = 8;

/**
 * `mean`, `sd`, of the parent distribution. Undefined for negative values, fewer than two different ones, or more
 * spread than such a distribution can have.
 */
export function fitTruncatedNormal(values: Sample): Fit | undefined {
  const { n, mean, sd } = moments(values);
  if (mean === null || !sd || values.some((x) => x < 0)) return undefined;
  const spread = (sd * sd * (n - 1)) / (n * mean * mean);
  if (spread >= MAX_SPREAD) return undefined;
  const bound =
    1 / Math.sqrt(spread) > FAR_FROM_ZERO
      ? 1 / Math.sqrt(spread)
      : positiveRoot((z) => spread - spreadOf(z), 1 / Math.sqrt(spread));
  const parentSd = mean / (bound + hazard(bound));
  const parentMean = bound * parentSd;
  let squares = 0;
  for (const x of values) squares += ((x - parentMean) / parentSd) * ((x - parentMean) / parentSd);
  const logLikelihood =
    -n * (Math.log(2 * Math.PI) / 2 + Math.log(parentSd) + Math.log(normalCdf(bound))) - squares / 2;
  return {
    distribution: "normal",
    parameters: { mean: parentMean, sd: parentSd },
    logLikelihood,
    aic: 2 * (2 - logLikelihood),
  };
}

/**
 * The squared coefficient of variation if the parent's mean is `bound` deviations above 0. Johnson, Kotz and
 * Balakrishnan, Continuous Univariate Distributions 1, section 13.10.1.
 */
function spreadOf(bound: number): number {
  const shift = hazard(bound);
  const mean = bound + shift;
  return (1 - shift * mean) / (mean * mean);
}

function hazard(bound: number): number {
  return normalDensity(bound) / normalCdf(bound);
}
