// The distributions that intervals, tests and fits need: distribution function, upper tail and quantile. Both tails are
// computed directly, so a probability of 1e-30 is as precise as one of a half. Quantiles are found by inverting the
// smaller tail.

import { normalCdf, normalQuantile } from "./normal.ts";
import { betaI } from "./incomplete-beta.ts";
import { gammaP, gammaQ } from "./incomplete-gamma.ts";
import { positiveRoot } from "./root.ts";

export type DistributionFunctions = {
  /** The probability of at most x. */
  cdf(x: number): number;
  /** The probability of more than x. */
  sf(x: number): number;
  /** The x with cdf(x) = p; the ends of the support for p = 0 and 1. */
  quantile(p: number): number;
};

/** `sd` > 0. */
export function normal(mean: number, sd: number): DistributionFunctions {
  return {
    cdf: (x) => normalCdf((x - mean) / sd),
    sf: (x) => normalCdf((mean - x) / sd),
    quantile: (p) => mean + sd * normalQuantile(p),
  };
}

/** Student's t with `df` > 0 degrees of freedom (not necessarily an integer). */
export function studentT(df: number): DistributionFunctions {
  const upper = (t: number) => betaI(df / 2, 0.5, df / (df + t * t), (t * t) / (df + t * t)) / 2;
  const sf = (t: number) => (t < 0 ? 1 - upper(t) : upper(t));
  const cdf = (t: number) => sf(-t);
  const quantile = (p: number): number => {
    if (p === 0.5) return 0;
    return p < 0.5 ? -invertUpper(sf, p, 1) : invertUpper(sf, 1 - p, 1);
  };
  return { cdf, sf, quantile };
}

/** Chi-square with `df` > 0 degrees of freedom. */
export function chiSquare(df: number): DistributionFunctions {
  return gamma(df / 2, 2);
}

/** Gamma of mean shape × scale; both > 0. */
export function gamma(shape: number, scale: number): DistributionFunctions {
  return onPositive(
    (x) => gammaP(shape, x / scale),
    (x) => gammaQ(shape, x / scale),
    shape * scale,
  );
}

/** Fisher's F, the ratio of two mean squares; both degrees of freedom > 0. */
export function fisherF(numerator: number, denominator: number): DistributionFunctions {
  const odds = betaOdds(numerator / 2, denominator / 2);
  const ratio = denominator / numerator;
  return { cdf: (f) => odds.cdf(f / ratio), sf: (f) => odds.sf(f / ratio), quantile: (p) => odds.quantile(p) * ratio };
}

/** Beta with shapes a, b > 0. */
export function beta(a: number, b: number): DistributionFunctions {
  const quantile = (p: number) => 1 / (1 + 1 / betaOdds(a, b).quantile(p));
  return { cdf: (x) => betaI(a, b, x), sf: (x) => betaI(b, a, 1 - x, x), quantile };
}

/** The distribution of x / (1 - x) for a beta variable x: on this scale both ends of the support keep all digits. */
function betaOdds(a: number, b: number): DistributionFunctions {
  const share = (odds: number) => (odds === Infinity ? 1 : odds / (1 + odds));
  const cdf = (odds: number) => (odds <= 0 ? 0 : betaI(a, b, share(odds), 1 / (1 + odds)));
  const sf = (odds: number) => (odds <= 0 ? 1 : betaI(b, a, 1 / (1 + odds), share(odds)));
  return onPositive(cdf, sf, a / b);
}

function onPositive(cdf: (x: number) => number, sf: (x: number) => number, guess: number): DistributionFunctions {
  const quantile = (p: number) => (p < 0.5 ? invertLower(cdf, p, guess) : invertUpper(sf, 1 - p, guess));
  return { cdf, sf, quantile };
}

function invertLower(cdf: (x: number) => number, p: number, guess: number): number {
  return p <= 0 ? 0 : positiveRoot((x) => logOf(cdf(x)) - Math.log(p), guess);
}

function invertUpper(sf: (x: number) => number, q: number, guess: number): number {
  return q <= 0 ? Infinity : positiveRoot((x) => Math.log(q) - logOf(sf(x)), guess);
}

/** Finite also if the probability is too small for a double. */
function logOf(probability: number): number {
  return Math.log(Math.max(probability, Number.MIN_VALUE));
}
