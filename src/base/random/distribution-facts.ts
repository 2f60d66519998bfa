// Properties of a distribution without drawing from it: mean, variance, distribution function. They are those of the
// distributions as sampled, so a normal distribution is truncated at 0; but before rounding to the microsecond and
// before the bound MAX_DURATION. Means, medians, scales and shapes are positive; sd and sigma may be 0.

import { gammaCdf, logGamma } from "../numerics/gamma.ts";
import type { Distribution } from "./distribution.ts";
import { normalCdf, normalDensity } from "../numerics/normal.ts";
import type { Duration } from "../prelude/time.ts";

/** In microseconds. */
export function distributionMean(distribution: Distribution): number {
  return moments(distribution).mean;
}

/** In square microseconds. Infinity if it exceeds the range of numbers. */
export function distributionVariance(distribution: Distribution): number {
  return moments(distribution).variance;
}

/** The probability of a duration up to `at`. */
export function distributionCdf(distribution: Distribution, at: Duration): number {
  switch (distribution.kind) {
    case "constant":
      return at < distribution.value ? 0 : 1;
    case "uniform":
      if (at >= distribution.high) return 1;
      return at <= distribution.low ? 0 : (at - distribution.low) / (distribution.high - distribution.low);
    case "exponential":
      return -Math.expm1(-at / distribution.mean);
    case "normal":
      return truncatedCdf(distribution, at);
    case "lognormal":
      if (distribution.sigma === 0) return at < distribution.median ? 0 : 1;
      return normalCdf(Math.log(at / distribution.median) / distribution.sigma);
    case "weibull":
      return -Math.expm1(-Math.exp(distribution.shape * Math.log(at / distribution.scale)));
    case "gamma":
      return gammaCdf(distribution.shape, at / distribution.scale);
    case "empirical":
      return distribution.values.filter((value) => value <= at).length / distribution.values.length;
    case "mixture":
      return weighted(distribution, (part) => distributionCdf(part, at));
  }
}

/** Whether the time that is left never depends on the time that has passed. */
export function isMemoryless(distribution: Distribution): boolean {
  switch (distribution.kind) {
    case "exponential":
      return true;
    case "weibull":
    case "gamma":
      return distribution.shape === 1;
    case "constant":
    case "uniform":
    case "normal":
    case "lognormal":
    case "empirical":
    case "mixture":
      return false;
  }
}

type Moments = { readonly mean: number; readonly variance: number };
type Normal = Extract<Distribution, { kind: "normal" }>;
type Mixture = Extract<Distribution, { kind: "mixture" }>;

function moments(distribution: Distribution): Moments {
  switch (distribution.kind) {
    case "constant":
      return { mean: distribution.value, variance: 0 };
    case "uniform":
      return {
        mean: (distribution.low + distribution.high) / 2,
        variance: square(distribution.high - distribution.low) / 12,
      };
    case "exponential":
      return { mean: distribution.mean, variance: square(distribution.mean) };
    case "normal":
      return truncatedMoments(distribution);
    case "lognormal": {
      const mean = distribution.median * Math.exp(square(distribution.sigma) / 2);
      return { mean, variance: square(mean) * Math.expm1(square(distribution.sigma)) };
    }
    case "weibull":
      return weibullMoments(distribution.shape, distribution.scale);
    case "gamma":
      return {
        mean: distribution.shape * distribution.scale,
        variance: distribution.shape * square(distribution.scale),
      };
    case "empirical":
      return empiricalMoments(distribution.values);
    case "mixture": {
      const mean = weighted(distribution, distributionMean);
      return {
        mean,
        variance: weighted(distribution, (part) => distributionVariance(part) + square(distributionMean(part) - mean)),
      };
    }
  }
}

/** Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 1, section 13.10.1. */
function truncatedMoments({ mean, sd }: Normal): Moments {
  if (sd === 0) return { mean, variance: 0 };
  const bound = -mean / sd;
  const shift = normalDensity(bound) / normalCdf(-bound);
  return { mean: mean + sd * shift, variance: square(sd) * (1 + shift * (bound - shift)) };
}

function truncatedCdf({ mean, sd }: Normal, at: Duration): number {
  if (sd === 0) return at < mean ? 0 : 1;
  const above = normalCdf((mean - at) / sd);
  return 1 - above / normalCdf(mean / sd);
}

function weibullMoments(shape: number, scale: number): Moments {
  const logFirst = logGamma(1 + 1 / shape);
  const mean = scale * Math.exp(logFirst);
  return { mean, variance: square(mean) * Math.expm1(logGamma(1 + 2 / shape) - 2 * logFirst) };
}

function empiricalMoments(values: readonly Duration[]): Moments {
  const average = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const mean = average(values);
  return { mean, variance: average(values.map((value) => square(value - mean))) };
}

function weighted(distribution: Mixture, fact: (part: Distribution) => number): number {
  let total = 0;
  let sum = 0;
  for (const { weight, distribution: part } of distribution.parts) {
    total += weight;
    sum += weight * fact(part);
  }
  return sum / total;
}

function square(x: number): number {
  return x * x;
}
