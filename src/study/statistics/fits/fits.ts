// Fits distributions to a sample by maximum likelihood, to be compared by AIC = 2 (number of parameters -
// log-likelihood): the least is best. Parameters are named as in the distributions of a scenario. The fit is undefined
// if a distribution cannot be fitted to the sample.

import { logGamma } from "../../../base/numerics/gamma.ts";
import { digamma } from "../../../base/numerics/digamma.ts";
import { positiveRoot } from "../../../base/numerics/root.ts";
import type { Sample } from "../sample.ts";
import { moments } from "../sample.ts";

export type FittedDistribution = "normal" | "lognormal" | "exponential" | "weibull" | "gamma";

export type Fit = {
  readonly distribution: FittedDistribution;
  readonly parameters: Readonly<Record<string, number>>;
  readonly logLikelihood: number;
  readonly aic: number;
};

/** All distributions that can be fitted, the best first. */
export function fitAll(values: Sample): Fit[] {
  const fits = [fitNormal, fitLognormal, fitExponential, fitWeibull, fitGamma].map((fit) => fit(values));
  return fits.filter((fit) => fit !== undefined).sort((a, b) => a.aic - b.aic);
}

/** `mean`, `sd` (that of maximum likelihood, over n). Undefined for fewer than two different values. */
export function fitNormal(values: Sample): Fit | undefined {
  const center = moments(values);
  if (center.mean === null || !center.sd) return undefined;
  const sd = center.sd * Math.sqrt((center.n - 1) / center.n);
  return fitted("normal", { mean: center.mean, sd }, normalLikelihood(center.n, sd));
}

/** `median`, and `sigma` of the logarithm. Needs at least two different values, all positive. */
export function fitLognormal(values: Sample): Fit | undefined {
  const logs = logarithms(values);
  if (logs === undefined) return undefined;
  const { n, mu, sigma } = logs;
  return fitted("lognormal", { median: Math.exp(mu), sigma }, normalLikelihood(n, sigma) - n * mu);
}

/** `mean`. Needs values that are not negative and not all 0. */
export function fitExponential(values: Sample): Fit | undefined {
  const { n, mean } = moments(values);
  if (!mean || values.some((x) => x < 0)) return undefined;
  return fitted("exponential", { mean }, -n * (Math.log(mean) + 1));
}

/** `shape`, `scale`. Needs at least two different values, all positive. */
export function fitWeibull(values: Sample): Fit | undefined {
  const logs = logarithms(values);
  if (logs === undefined) return undefined;
  const { n, mu, sigma, greatest } = logs;
  const tilted = (shape: number) => {
    let [weights, weighted] = [0, 0];
    for (const x of values) {
      const weight = Math.exp(shape * (Math.log(x) - greatest));
      weights += weight;
      weighted += weight * Math.log(x);
    }
    return { meanLog: weighted / weights, logMeanPower: Math.log(weights / n) + shape * greatest };
  };
  // The first guess is the shape whose logarithm has the sample's deviation, π / (√6 shape).
  const shape = positiveRoot((k) => tilted(k).meanLog - 1 / k - mu, Math.PI / (Math.sqrt(6) * sigma));
  const logScale = tilted(shape).logMeanPower / shape;
  const logLikelihood = n * (Math.log(shape) - shape * logScale + (shape - 1) * mu - 1);
  return fitted("weibull", { shape, scale: Math.exp(logScale) }, logLikelihood);
}

/** `shape`, `scale`. Needs at least two different values, all positive. */
export function fitGamma(values: Sample): Fit | undefined {
  const logs = logarithms(values);
  const { mean } = moments(values);
  if (logs === undefined || mean === null) return undefined;
  const { n, mu } = logs;
  const gap = Math.log(mean) - mu;
  const shape = positiveRoot((k) => gap - (Math.log(k) - digamma(k)), 1 / (2 * gap));
  const scale = mean / shape;
  const logLikelihood = n * ((shape - 1) * mu - shape - logGamma(shape) - shape * Math.log(scale));
  return fitted("gamma", { shape, scale }, logLikelihood);
}

function fitted(distribution: FittedDistribution, parameters: Record<string, number>, logLikelihood: number): Fit {
  return { distribution, parameters, logLikelihood, aic: 2 * (Object.keys(parameters).length - logLikelihood) };
}

function normalLikelihood(n: number, sd: number): number {
  return (-n / 2) * (Math.log(2 * Math.PI) + 2 * Math.log(sd) + 1);
}

/** Mean and deviation (over n) of the logarithms, and the greatest; undefined if they do not exist or do not vary. */
function logarithms(values: Sample): { n: number; mu: number; sigma: number; greatest: number } | undefined {
  if (values.some((x) => x <= 0)) return undefined;
  const logs = Float64Array.from(values, Math.log);
  const { n, mean, sd } = moments(logs);
  if (mean === null || !sd) return undefined;
  return { n, mu: mean, sigma: sd * Math.sqrt((n - 1) / n), greatest: logs.reduce((a, b) => Math.max(a, b)) };
}
