// What is known of a law without drawing from it: mean, variance, distribution function. Of the laws as they are
// sampled, so a normal law is truncated at 0; but before rounding to the microsecond and before the bound LONGEST.
// Means, medians, scales and shapes are positive; sd and sigma may be 0.

import { gammaCdf, logGamma } from "../numerics/gamma.ts";
import type { Law } from "./law.ts";
import { normalCdf, normalDensity } from "../numerics/normal.ts";
import type { Duration } from "../prelude/time.ts";

/** In microseconds. */
export function lawMean(law: Law): number {
  return moments(law).mean;
}

/** In square microseconds. Infinity where it exceeds the range of numbers. */
export function lawVariance(law: Law): number {
  return moments(law).variance;
}

/** The probability of a duration up to `at`. */
export function lawCdf(law: Law, at: Duration): number {
  switch (law.kind) {
    case "constant":
      return at < law.value ? 0 : 1;
    case "uniform":
      if (at >= law.high) return 1;
      return at <= law.low ? 0 : (at - law.low) / (law.high - law.low);
    case "exponential":
      return -Math.expm1(-at / law.mean);
    case "normal":
      return truncatedCdf(law, at);
    case "lognormal":
      if (law.sigma === 0) return at < law.median ? 0 : 1;
      return normalCdf(Math.log(at / law.median) / law.sigma);
    case "weibull":
      return -Math.expm1(-Math.exp(law.shape * Math.log(at / law.scale)));
    case "gamma":
      return gammaCdf(law.shape, at / law.scale);
    case "empirical":
      return law.values.filter((value) => value <= at).length / law.values.length;
    case "mixture":
      return weighted(law, (part) => lawCdf(part, at));
  }
}

type Moments = { readonly mean: number; readonly variance: number };
type Normal = Extract<Law, { kind: "normal" }>;
type Mixture = Extract<Law, { kind: "mixture" }>;

function moments(law: Law): Moments {
  switch (law.kind) {
    case "constant":
      return { mean: law.value, variance: 0 };
    case "uniform":
      return { mean: (law.low + law.high) / 2, variance: square(law.high - law.low) / 12 };
    case "exponential":
      return { mean: law.mean, variance: square(law.mean) };
    case "normal":
      return truncatedMoments(law);
    case "lognormal": {
      const mean = law.median * Math.exp(square(law.sigma) / 2);
      return { mean, variance: square(mean) * Math.expm1(square(law.sigma)) };
    }
    case "weibull":
      return weibullMoments(law.shape, law.scale);
    case "gamma":
      return { mean: law.shape * law.scale, variance: law.shape * square(law.scale) };
    case "empirical":
      return empiricalMoments(law.values);
    case "mixture": {
      const mean = weighted(law, lawMean);
      return { mean, variance: weighted(law, (part) => lawVariance(part) + square(lawMean(part) - mean)) };
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

function weighted(law: Mixture, fact: (part: Law) => number): number {
  let total = 0;
  let sum = 0;
  for (const { weight, law: part } of law.parts) {
    total += weight;
    sum += weight * fact(part);
  }
  return sum / total;
}

function square(x: number): number {
  return x * x;
}
