// Draws durations from distributions. By inversion, so that one variate takes one number of its stream and two runs
// that share a stream stay in step. Exceptions: a constant takes none, a gamma variate takes as many as its rejections
// need, a mixture takes one to choose a part and then those of the chosen part.

import { check } from "../prelude/check.ts";
import type { Distribution } from "./distribution.ts";
import { normalCdf, normalQuantile } from "../numerics/normal.ts";
import type { RandomStream } from "./random-stream.ts";
import { MAX_DURATION, type Duration } from "../prelude/time.ts";

/** One duration of this distribution, to the nearest microsecond, and at most MAX_DURATION. */
export function sample(distribution: Distribution, stream: RandomStream): Duration {
  return distribution.kind === "constant" ? distribution.value : toDuration(draw(distribution, stream));
}

/** To the nearest, by floor: Math.round takes 20 ns longer in V8. */
function toDuration(value: number): Duration {
  return value < MAX_DURATION ? (Math.floor(value + 0.5) as Duration) : MAX_DURATION;
}

/** In microseconds, never negative, neither rounded nor bounded. */
function draw(distribution: Distribution, stream: RandomStream): number {
  switch (distribution.kind) {
    case "constant":
      return distribution.value;
    case "uniform":
      return distribution.low + (distribution.high - distribution.low) * stream.next();
    case "exponential":
      return distribution.mean * unitExponential(stream);
    case "normal":
      return drawNormal(distribution, stream);
    case "lognormal":
      return distribution.median * Math.exp(distribution.sigma * unitNormal(stream));
    case "weibull":
      return distribution.scale * root(unitExponential(stream), distribution.shape);
    case "gamma":
      return distribution.scale * unitGamma(distribution.shape, stream);
    case "empirical":
      check(distribution.values.length > 0, "an empirical distribution has values");
      return distribution.values[Math.floor(distribution.values.length * stream.next())];
    case "mixture":
      return draw(choose(distribution, stream), stream);
  }
}

function unitExponential(stream: RandomStream): number {
  return -Math.log(1 - stream.next());
}

/** A stream may give 0, where the quantile is infinite; it is replaced by half a step. */
function unitNormal(stream: RandomStream): number {
  return normalQuantile(Math.max(stream.next(), 2 ** -54));
}

/** The `degree`-th root; by log and exp, because the bits of a fractional power differ between versions of Node. */
function root(x: number, degree: number): number {
  return degree === 1 ? x : Math.exp(Math.log(x) / degree);
}

type Normal = Extract<Distribution, { kind: "normal" }>;
type Mixture = Extract<Distribution, { kind: "mixture" }>;

/** By the upper tail of the parent distribution, which is not 0 for any number of the stream. */
function drawNormal(distribution: Normal, stream: RandomStream): number {
  const tail = 1 - stream.next();
  if (distribution.sd === 0) return distribution.mean;
  return Math.max(0, distribution.mean - distribution.sd * normalQuantile(aboveZero(distribution) * tail));
}

const ABOVE_ZERO = new WeakMap<Normal, number>();

/** The share of the parent distribution that truncation leaves; from eight deviations on, it is 1 after rounding. */
function aboveZero(distribution: Normal): number {
  if (distribution.mean >= 8 * distribution.sd) return 1;
  let above = ABOVE_ZERO.get(distribution);
  if (above === undefined) {
    above = normalCdf(distribution.mean / distribution.sd);
    ABOVE_ZERO.set(distribution, above);
  }
  return above;
}

function choose(distribution: Mixture, stream: RandomStream): Distribution {
  check(distribution.parts.length > 0, "a mixture has parts");
  let total = 0;
  for (const part of distribution.parts) total += part.weight;
  let left = total * stream.next();
  let chosen = distribution.parts[0].distribution;
  for (const part of distribution.parts) {
    if (part.weight === 0) continue;
    chosen = part.distribution;
    left -= part.weight;
    if (left < 0) break;
  }
  return chosen;
}

/** Marsaglia and Tsang, A simple method for generating gamma variables (2000); below shape 1 by their section 6. */
function unitGamma(shape: number, stream: RandomStream): number {
  if (shape < 1) return unitGamma(shape + 1, stream) * root(1 - stream.next(), shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = unitNormal(stream);
    const side = 1 + c * z;
    const v = side * side * side;
    if (v > 0 && Math.log(1 - stream.next()) < 0.5 * z * z + d * (1 - v + Math.log(v))) return d * v;
  }
}
