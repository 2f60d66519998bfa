// Chooses the distribution that a sample of times most likely follows, of the kinds that a scenario allows: by AIC
// among those that can be fitted, then tested by its distance from the sample, and replaced by the sample itself if it
// is too far.

import { distributionCdf } from "../../../base/random/distribution-facts.ts";
import type { Distribution } from "../../../base/random/distribution.ts";
import type { RandomStream } from "../../../base/random/random-stream.ts";
import { sample } from "../../../base/random/sample.ts";
import { seconds, toSeconds, type Duration } from "../../../base/prelude/time.ts";
import { fitTruncatedNormal } from "./fit-truncated-normal.ts";
import { fitExponential, fitGamma, fitLognormal, fitWeibull, type Fit, type FittedDistribution } from "./fits.ts";
import { ksDistance } from "../tests/kolmogorov.ts";
import { ascending, quantile, type Sample, type Sorted } from "../sample.ts";

export type ChosenDistribution = {
  readonly distribution: Distribution;
  readonly n: number;
  /** The best fit, even if the sample itself is chosen; null if nothing had to be fitted. */
  readonly fit: {
    readonly distribution: FittedDistribution;
    readonly aic: number;
    readonly ks: number;
    readonly p: number;
  } | null;
  /** The next best by AIC. */
  readonly next: { readonly distribution: FittedDistribution; readonly aic: number } | null;
};

const FITS: Readonly<Record<FittedDistribution, (values: Sample) => Fit | undefined>> = {
  normal: fitTruncatedNormal,
  lognormal: fitLognormal,
  exponential: fitExponential,
  weibull: fitWeibull,
  gamma: fitGamma,
};

/** A distribution is rejected if its own samples are as far from it less often than this. */
const LEAST_P = 0.01;
/** A sample that is chosen itself is reduced to at most this many values: its quantiles, evenly spaced. */
const MAX_VALUES = 100;
/** The number of samples drawn for a p-value, at most; and the number of values drawn, at most. */
const MAX_DRAWN = 999;
const FEWEST_DRAWN = 99;
const MAX_VALUES_DRAWN = 200_000;

/** `values` in seconds, none negative, at least one. The stream is for the p-value. */
export function chooseDistribution(values: Sample, stream: RandomStream): ChosenDistribution {
  const sorted = ascending(values);
  const n = sorted.length;
  if (sorted[0] === sorted[n - 1])
    return { distribution: { kind: "constant", value: seconds(sorted[0]) }, n, fit: null, next: null };
  const fits = Object.values(FITS)
    .map((fit) => fit(sorted))
    .filter((fit) => fit !== undefined && isSound(fit))
    .sort((a, b) => a.aic - b.aic);
  if (fits.length === 0) return { distribution: empirical(sorted), n, fit: null, next: null };
  const [best, second] = fits;
  const { ks, p } = goodness(best, sorted, stream);
  return {
    distribution: p < LEAST_P ? empirical(sorted) : distributionOf(best),
    n,
    fit: { distribution: best.distribution, aic: best.aic, ks, p },
    next: second === undefined ? null : { distribution: second.distribution, aic: second.aic },
  };
}

/** Whether the parameters are still positive after rounding to the microsecond, as a distribution has them. */
function isSound(fit: Fit | undefined): fit is Fit {
  return (
    fit !== undefined &&
    Number.isFinite(fit.aic) &&
    Object.values(fit.parameters).every((value) => Number.isFinite(value) && value > 1e-6)
  );
}

/**
 * The distance to the fitted distribution, and the probability of one at least as large if that distribution is true.
 * Its parameters are estimated from the sample, so the probability is found by drawing samples from it, and fitting
 * each again: the parametric bootstrap of Stute, Gonzáles Manteiga and Presedo Quindimil (1993).
 */
function goodness(fit: Fit, sorted: Sorted, stream: RandomStream): { ks: number; p: number } {
  const distribution = distributionOf(fit);
  const ks = distance(distribution, sorted);
  const wanted = Math.min(MAX_DRAWN, Math.max(FEWEST_DRAWN, Math.floor(MAX_VALUES_DRAWN / sorted.length)));
  let [drawn, farther] = [0, 0];
  for (let i = 0; i < wanted; i++) {
    const again = Float64Array.from(sorted, () => toSeconds(sample(distribution, stream))).sort();
    const refit = FITS[fit.distribution](again);
    if (!isSound(refit)) continue;
    drawn++;
    if (distance(distributionOf(refit), again) >= ks) farther++;
  }
  return { ks, p: (1 + farther) / (1 + drawn) };
}

function distance(distribution: Distribution, sorted: Sorted): number {
  return ksDistance(sorted, (x) => distributionCdf(distribution, seconds(x)));
}

function distributionOf({ distribution, parameters: { mean, sd, median, sigma, shape, scale } }: Fit): Distribution {
  switch (distribution) {
    case "normal":
      return { kind: distribution, mean: rounded(mean), sd: rounded(sd) };
    case "lognormal":
      return { kind: distribution, median: rounded(median), sigma: digits(sigma) };
    case "exponential":
      return { kind: distribution, mean: rounded(mean) };
    case "weibull":
    case "gamma":
      return { kind: distribution, shape: digits(shape), scale: rounded(scale) };
  }
}

function empirical(sorted: Sorted): Distribution {
  const count = Math.min(sorted.length, MAX_VALUES);
  const at = (i: number) => (count === sorted.length ? sorted[i] : (quantile(sorted, (i + 0.5) / count) ?? 0));
  return { kind: "empirical", values: Array.from({ length: count }, (_, i) => rounded(at(i))) };
}

/** Rounds to five digits: far more precise than any sample. */
function digits(value: number): number {
  return Number(value.toPrecision(5));
}

function rounded(time: number): Duration {
  return seconds(digits(time));
}
