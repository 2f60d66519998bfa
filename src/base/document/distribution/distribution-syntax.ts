// Reads distributions as people write them: `90s`, `exponential(30d)`, `lognormal(mean=4h, sigma=1.4)`, `mixture(0.9 *
// 10s, 0.1 * 2h)`. Arguments are given by place or by name. A duration alone is a constant. The grammar is in
// distribution-terms.ts; here is the meaning.

import { logGamma } from "../../numerics/gamma.ts";
import type { Distribution } from "../../random/distribution.ts";
import { MAX_DURATION, type Duration } from "../../prelude/time.ts";
import { DistributionError, readTerm, type Call, type DistributionTerm } from "./distribution-terms.ts";
import { readDuration, type Read } from "../quantity.ts";
import { didYouMean } from "../suggest.ts";

const DISTRIBUTIONS = [
  "constant",
  "uniform",
  "exponential",
  "normal",
  "lognormal",
  "weibull",
  "gamma",
  "erlang",
  "empirical",
  "mixture",
  "deterministic",
] as const;
type DistributionName = (typeof DISTRIBUTIONS)[number];

/** A problem has its place in the text. */
export function readDistribution(text: string | number): Read<Distribution> {
  try {
    return { ok: true, value: distributionOf(readTerm(String(text))) };
  } catch (error) {
    if (error instanceof DistributionError) {
      const { message, at, old } = error;
      return { ok: false, expected: message, at, ...(old ? { old } : {}) };
    }
    throw error;
  }
}

function distributionOf(term: DistributionTerm): Distribution {
  if (term.kind === "word") return { kind: "constant", value: duration(term) };
  const name = DISTRIBUTIONS.find((each) => each === term.text);
  if (name === undefined)
    throw new DistributionError(
      term.at,
      `there is no distribution "${term.text}"${didYouMean(term.text, DISTRIBUTIONS)}: ` +
        `expected ${DISTRIBUTIONS.join(", ")}`,
    );
  return build(name, term);
}

function build(kind: DistributionName, call: Call): Distribution {
  switch (kind) {
    case "constant":
    case "deterministic":
      return { kind: "constant", value: duration(args(call, ["value"]).value) };
    case "uniform": {
      const { low, high } = args(call, ["low", "high"]);
      if (duration(low) > duration(high)) throw new DistributionError(low.at, "low is above high");
      return { kind, low: duration(low), high: duration(high) };
    }
    case "exponential":
      return { kind, mean: exponentialMean(call) };
    case "normal": {
      const { mean, sd } = args(call, ["mean", "sd"]);
      return { kind, mean: lasting(mean), sd: duration(sd) };
    }
    case "lognormal":
      return lognormal(call);
    case "weibull":
      return { kind, ...scaled(call, (shape) => Math.exp(logGamma(1 + 1 / shape))) };
    case "gamma":
      return { kind, ...scaled(call, (shape) => shape) };
    case "erlang":
      return { kind: "gamma", ...scaled(call, (shape) => shape, "k") };
    case "empirical":
      if (call.args.length === 0) throw new DistributionError(call.at, "expected at least one duration");
      return { kind, values: unnamed(call).map(duration) };
    case "mixture":
      return mixture(call);
  }
}

/** The median of a lognormal distribution is exp(mu); its mean is median * exp(sigma² / 2). */
function lognormal(call: Call): Distribution {
  const centre = named(call, "median") ? "median" : "mean";
  const given = args(call, [centre, "sigma"]);
  const sigma = number(given.sigma);
  if (Number.isNaN(sigma)) throw new DistributionError(given.sigma.at, "sigma is a number from 0 on, without unit");
  const toMedian = centre === "median" ? 1 : Math.exp((-sigma * sigma) / 2);
  const median = Math.round(lasting(given[centre]) * toMedian) as Duration;
  if (median === 0) throw new DistributionError(given.sigma.at, "sigma is so large that half of all draws are 0");
  return { kind: "lognormal", median, sigma };
}

/** Given by its mean, or by its rate: the number per unit of time, as `rate=0.001/h` or `1/1000h`. */
function exponentialMean(call: Call): Duration {
  const [first] = call.args;
  if (!named(call, "rate") && !(call.args.length === 1 && first.by === undefined && first.value.text.includes("/")))
    return lasting(args(call, ["mean"]).mean);
  const { rate } = args(call, ["rate"]);
  const [, count = "", time = ""] = /^([^/]*)\/(.*)$/.exec(rate.kind === "word" ? rate.text : "") ?? [];
  const per = readDuration(/^\s*\d/.test(time) ? time : `1${time.trim()}`);
  const mean = per.ok ? per.value / number({ kind: "word", text: count.trim(), at: rate.at }) : NaN;
  if (!(mean > 0 && mean < Infinity))
    throw new DistributionError(
      rate.at,
      `"${rate.text}" is not a rate: write a number above 0 and a time, as 0.001/h or 1/1000h`,
    );
  if (!(mean >= 1 && mean <= MAX_DURATION))
    throw new DistributionError(rate.at, `"${rate.text}": its mean is longer than the longest duration`);
  return Math.round(mean) as Duration;
}

/**
 * A shape, and a scale or the mean from which the scale follows; `unitMean` is the mean at scale 1. A shape called k is
 * a whole number.
 */
function scaled(
  call: Call,
  unitMean: (shape: number) => number,
  name: "shape" | "k" = "shape",
): { shape: number; scale: Duration } {
  const size = named(call, "mean") ? "mean" : "scale";
  const given = args(call, [name, size]);
  const shape = positive(given[name], name);
  if (name === "k" && !Number.isInteger(shape))
    throw new DistributionError(given.k.at, `"${given.k.text}": k is a whole number from 1 on`);
  const toScale = size === "scale" ? 1 : 1 / unitMean(shape);
  const scale = Math.round(lasting(given[size]) * toScale) as Duration;
  if (!(scale > 0 && scale <= MAX_DURATION))
    throw new DistributionError(
      given[name].at,
      "with this shape and mean, the scale is longer than the longest duration",
    );
  return { shape, scale };
}

function mixture(call: Call): Distribution {
  if (call.args.length === 0) throw new DistributionError(call.at, "expected at least one weight * distribution");
  return {
    kind: "mixture",
    parts: call.args.map(({ label, by, value }) => {
      if (label === undefined || by !== "*")
        throw new DistributionError(
          (label ?? value).at,
          "expected weight * distribution, as mixture(0.9 * 10s, 0.1 * 2h)",
          by === ":",
        );
      return { weight: positive(label, "a weight"), distribution: distributionOf(value) };
    }),
  };
}

function named(call: Call, name: string): boolean {
  return call.args.some(({ label }) => label?.text === name);
}

/** Arguments given by place or name, each exactly once. */
function args<Name extends string>(call: Call, names: readonly Name[]): Record<Name, DistributionTerm> {
  const found = new Map<string, DistributionTerm>();
  call.args.forEach(({ label, by, value }, place) => {
    const name = by === undefined ? names[place] : label?.text;
    const { at } = label ?? value;
    if (by === "*" || by === ":") throw new DistributionError(at, "expected name=value: weights belong to a mixture");
    if (name === undefined) throw new DistributionError(at, `one argument too many: expected ${names.join(", ")}`);
    if (!(names as readonly string[]).includes(name))
      throw new DistributionError(
        at,
        `there is no argument "${name}"${didYouMean(name, names)}: expected ${names.join(", ")}`,
      );
    if (found.has(name)) throw new DistributionError(at, `${name} is given twice`);
    found.set(name, value);
  });
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0)
    throw new DistributionError(call.at, `${call.text} lacks ${missing.join(", ")}: expected ${names.join(", ")}`);
  return Object.fromEntries(found) as Record<Name, DistributionTerm>;
}

/** Arguments that have no names. */
function unnamed(call: Call): readonly DistributionTerm[] {
  return call.args.map(({ label, value }) => {
    if (label !== undefined) throw new DistributionError(label.at, `${call.text} takes a list without names`);
    return value;
  });
}

function duration(term: DistributionTerm): Duration {
  if (term.kind === "call")
    throw new DistributionError(term.at, `expected a duration, not the distribution ${term.text}(…)`);
  const read = readDuration(term.text);
  if (!read.ok) throw new DistributionError(term.at, read.expected);
  return read.value;
}

function lasting(term: DistributionTerm): Duration {
  const value = duration(term);
  if (value === 0) throw new DistributionError(term.at, `"${term.text}" is zero: expected more than 0`);
  return value;
}

function positive(term: DistributionTerm, what: string): number {
  const value = number(term);
  if (!(value > 0)) throw new DistributionError(term.at, `"${term.text}": ${what} is a number above 0, without unit`);
  return value;
}

/** A number without sign or unit, or NaN. */
function number(term: DistributionTerm): number {
  const value = term.kind === "word" && /^\d+(\.\d+)?(e[-+]?\d+)?$/.test(term.text) ? Number(term.text) : NaN;
  return value < Infinity ? value : NaN;
}
