// Laws as people write them: `90s`, `exponential(30d)`, `lognormal(mean=4h, sigma=1.4)`, `mixture(0.9: 10s, 0.1: 2h)`.
// Arguments go by place or by name. A duration alone is a constant.

import type { Law } from "../prelude/law.ts";
import { formatDuration, type Duration } from "../prelude/time.ts";
import { readDuration, type Read } from "./quantity.ts";
import { didYouMean } from "./suggest.ts";

const LAWS = ["constant", "uniform", "exponential", "normal", "lognormal", "weibull", "gamma", "empirical", "mixture"] as const;

export function readLaw(text: string | number): Read<Law> {
  try {
    return { ok: true, value: lawOf(String(text).trim()) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, expected: error.message };
    throw error;
  }
}

class Unreadable extends Error {}

function lawOf(text: string): Law {
  const call = /^([a-z]+)\s*\(([\s\S]*)\)$/i.exec(text);
  if (call === null) return { kind: "constant", value: duration(text) };
  const [, name, inside] = call;
  if (!(LAWS as readonly string[]).includes(name)) throw new Unreadable(`there is no law "${name}"${didYouMean(name, LAWS)}; known are ${LAWS.join(", ")}`);
  return build(name as (typeof LAWS)[number], split(inside), text);
}

function build(kind: (typeof LAWS)[number], parts: readonly string[], text: string): Law {
  switch (kind) {
    case "constant":
      return { kind, value: duration(args(text, parts, ["value"]).value) };
    case "uniform": {
      const { low, high } = args(text, parts, ["low", "high"]);
      if (duration(low) > duration(high)) throw new Unreadable(`${text}: low is above high`);
      return { kind, low: duration(low), high: duration(high) };
    }
    case "exponential":
      return { kind, mean: lasting(args(text, parts, ["mean"]).mean) };
    case "normal": {
      const { mean, sd } = args(text, parts, ["mean", "sd"]);
      return { kind, mean: lasting(mean), sd: duration(sd) };
    }
    case "lognormal":
      return lognormal(parts, text);
    case "weibull": {
      const { shape, scale } = args(text, parts, ["shape", "scale"]);
      return { kind, shape: positive(shape, "shape"), scale: lasting(scale) };
    }
    case "gamma": {
      const { shape, scale } = args(text, parts, ["shape", "scale"]);
      return { kind, shape: positive(shape, "shape"), scale: lasting(scale) };
    }
    case "empirical":
      if (parts.length === 0) throw new Unreadable(`${text}: expected at least one duration`);
      return { kind, values: parts.map(duration) };
    case "mixture":
      return mixture(parts, text);
  }
}

/** The median of a lognormal law is exp(mu); its mean is median * exp(sigma² / 2). */
function lognormal(parts: readonly string[], text: string): Law {
  const byMean = parts.some((part) => /^mean\s*=/.test(part)) || !/=/.test(parts[0] ?? "");
  const given = args(text, parts, [byMean ? "mean" : "median", "sigma"]);
  const sigma = numberOf(given.sigma);
  if (Number.isNaN(sigma)) throw new Unreadable(`${text}: sigma is a number from 0 on, without unit`);
  const centre = lasting(given[byMean ? "mean" : "median"]);
  const median = byMean ? (Math.round(centre * Math.exp((-sigma * sigma) / 2)) as Duration) : centre;
  if (median === 0) throw new Unreadable(`${text}: sigma is so large that half of all draws are no time at all`);
  return { kind: "lognormal", median, sigma };
}

function mixture(parts: readonly string[], text: string): Law {
  const weighed = parts.map((part) => {
    const colon = part.indexOf(":");
    if (colon < 0) throw new Unreadable(`${text}: expected weight: law, as mixture(0.9: 10s, 0.1: 2h)`);
    return { weight: positive(part.slice(0, colon), "a weight"), law: lawOf(part.slice(colon + 1).trim()) };
  });
  if (weighed.length === 0) throw new Unreadable(`${text}: expected at least one weight: law`);
  return { kind: "mixture", parts: weighed };
}

/** Arguments by place or name; each exactly once. */
function args<Name extends string>(text: string, parts: readonly string[], names: readonly Name[]): Record<Name, string> {
  const found = {} as Record<Name, string>;
  parts.forEach((part, place) => {
    const named = /^([a-z]+)\s*=\s*([\s\S]*)$/.exec(part);
    const name = (named === null ? names[place] : named[1]) as Name;
    if (!names.includes(name)) throw new Unreadable(`${text}: ${named === null ? "too many arguments" : `unknown argument "${named[1]}"${didYouMean(named[1], names)}`}; expected ${names.join(", ")}`);
    if (name in found) throw new Unreadable(`${text}: ${name} is given twice`);
    found[name] = named === null ? part : named[2];
  });
  const missing = names.filter((name) => !(name in found));
  if (missing.length > 0) throw new Unreadable(`${text}: ${missing.join(", ")} missing; expected ${names.join(", ")}`);
  return found;
}

/** At the commas that are in no inner parentheses. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let begun = 0;
  for (let i = 0; i <= text.length; i++) {
    if (text[i] === "(") depth++;
    if (text[i] === ")") depth--;
    if (i < text.length && (text[i] !== "," || depth !== 0)) continue;
    parts.push(text.slice(begun, i).trim());
    begun = i + 1;
  }
  return parts.length === 1 && parts[0] === "" ? [] : parts;
}

function duration(text: string): Duration {
  const read = readDuration(text);
  if (!read.ok) throw new Unreadable(read.expected);
  return read.value;
}

function lasting(text: string): Duration {
  const value = duration(text);
  if (value === 0) throw new Unreadable(`"${text}" is no time at all: expected more than 0`);
  return value;
}

function positive(text: string, what: string): number {
  const value = numberOf(text);
  if (!(value > 0)) throw new Unreadable(`"${text}": ${what} is a number above 0, without unit`);
  return value;
}

/** A number without sign or unit, or NaN. */
function numberOf(text: string): number {
  const value = /^\s*\d+(\.\d+)?(e[-+]?\d+)?\s*$/.test(text) ? Number(text) : NaN;
  return value < Infinity ? value : NaN;
}

/** The law as readLaw reads it. */
export function formatLaw(law: Law): string {
  switch (law.kind) {
    case "constant":
      return exact(law.value);
    case "uniform":
      return `uniform(${exact(law.low)}, ${exact(law.high)})`;
    case "exponential":
      return `exponential(${exact(law.mean)})`;
    case "normal":
      return `normal(${exact(law.mean)}, ${exact(law.sd)})`;
    case "lognormal":
      return `lognormal(median=${exact(law.median)}, sigma=${law.sigma})`;
    case "weibull":
    case "gamma":
      return `${law.kind}(${law.shape}, ${exact(law.scale)})`;
    case "empirical":
      return `empirical(${law.values.map(exact).join(", ")})`;
    case "mixture":
      return `mixture(${law.parts.map(({ weight, law: part }) => `${weight}: ${formatLaw(part)}`).join(", ")})`;
  }
}

/** In words where that is exact, else in microseconds. */
function exact(time: Duration): string {
  const words = formatDuration(time);
  const read = readDuration(words);
  return read.ok && read.value === time ? words : `${time}us`;
}
