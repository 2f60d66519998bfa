// A figure of a summary by its place, with its interval: what bounds of a scenario are compared with.

import type { Trial, Trials } from "../../../core/measurement/trial.ts";
import { quantileInterval } from "../intervals/intervals.ts";
import { quantile, type Sorted } from "../sample.ts";
import { harmed, sortedTimes } from "./summarise-recovery.ts";
import type { Summary } from "./summary.ts";

/** Durations in seconds. An end is null if the sample is too small for it; a value of Infinity is beyond any bound. */
export type Figure = { readonly value: number; readonly interval: readonly [number | null, number | null] };

const QUANTILES: Readonly<Record<string, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 };

/**
 * The figure at `place` (`recovery.p95`), or undefined if it does not exist, as a mean of nothing. In times of a crash
 * campaign a trial that timed out counts as longer than any bound, unlike in its summary; so a mean is infinite as soon
 * as one did. A figure without an interval in the summary is taken as exact.
 */
export function figureOf(summary: Summary, place: string, trials?: Trials): Figure | undefined {
  const parts = place.split(".");
  const name = parts[parts.length - 1];
  if (summary.experiment === "crash-campaign" && trials !== undefined) {
    const times = timesOf(parts, trials);
    if (times !== undefined && Object.hasOwn(QUANTILES, name)) return quantileOf(times, QUANTILES[name]);
    const censored = times !== undefined && times[times.length - 1] === Infinity;
    if (censored && ["mean", "sd", "max"].includes(name)) return { value: Infinity, interval: [Infinity, Infinity] };
  }
  const parent = parts.slice(0, -1).reduce<unknown>(fieldOf, summary);
  const value = [name, `${name}_seconds`, name.replace(/_per_year$/, "_seconds_per_year")]
    .map((key) => fieldOf(parent, key))
    .find((each) => each !== undefined);
  if (name === "nines" && value === null) return beyond(fieldOf(parent, "nines_ci"));
  if (parts[0] === "outcomes" && value === undefined) return { value: 0, interval: [0, 0] };
  if (typeof value !== "number") return undefined;
  const interval = fieldOf(parent, `${name}_ci`);
  return { value, interval: isInterval(interval) ? upwards(name, interval) : [value, value] };
}

/** Nines of a unit without downtime: infinitely many, at least as many as its interval says. */
function beyond(interval: unknown): Figure {
  return { value: Infinity, interval: isInterval(interval) ? [interval[0], Infinity] : [null, Infinity] };
}

/** Nines have no upper end where downtime may be none. */
function upwards(name: string, [low, high]: Figure["interval"]): Figure["interval"] {
  return name === "nines" ? [low, high ?? Infinity] : [low, high];
}

function quantileOf(times: Sorted, p: number): Figure | undefined {
  const value = quantile(times, p);
  if (value === null) return undefined;
  // Between a time and none there is no number.
  return { value: Number.isNaN(value) ? Infinity : value, interval: quantileInterval(times, p) };
}

/** The times that a place is about, with Infinity for each trial that timed out; undefined if it is about none. */
function timesOf([part, kind]: readonly string[], trials: Trials): Float64Array | undefined {
  if (part !== "recovery" && part !== "downtime" && part !== "by_fault") return undefined;
  return sortedTimes(
    trials,
    (trial) => harmed(trial) && (part !== "by_fault" || trial.fault === kind),
    (trial) => timeOf(trial, part === "downtime"),
  );
}

function timeOf({ outcome, recoverySeconds, downtimeSeconds }: Trial, down: boolean): number {
  return outcome === "timed-out" ? Infinity : down ? downtimeSeconds : recoverySeconds;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function isInterval(value: unknown): value is Figure["interval"] {
  return Array.isArray(value) && value.length === 2;
}
