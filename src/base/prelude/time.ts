// Instants and durations: integer microseconds, branded so that neither is mistaken for the other or for a plain
// number. 2^53 µs is 285 years, so every instant of a replication is exact. Only this file converts: people write
// durations with a unit ("90s"); results have seconds.

declare const instant: unique symbol;
declare const duration: unique symbol;

/** Microseconds since the beginning of a run (simulation) or since the Unix epoch (live). An integer. */
export type Instant = number & { readonly [instant]: true };
/** A length of time in microseconds. An integer, never negative. */
export type Duration = number & { readonly [duration]: true };

export const START = 0 as Instant;
export const NO_TIME = 0 as Duration;

const UNITS = {
  us: 1,
  ms: 1e3,
  s: 1e6,
  m: 60e6,
  min: 60e6,
  h: 3600e6,
  d: 86400e6,
  w: 7 * 86400e6,
  y: 365 * 86400e6,
} as const;

export const SECOND = UNITS.s as Duration;
export const MINUTE = UNITS.m as Duration;
export const HOUR = UNITS.h as Duration;
export const DAY = UNITS.d as Duration;
/** 365 days: the year by which availability is usually stated (99.9 % = 8.76 h of downtime a year). */
export const YEAR = UNITS.y as Duration;

/** The units as people write them, short or in full. */
const WRITTEN: ReadonlyMap<string, number> = new Map([
  ...Object.entries(UNITS),
  ["sec", UNITS.s],
  ["hr", UNITS.h],
  ...(
    [
      ["second", UNITS.s],
      ["minute", UNITS.m],
      ["hour", UNITS.h],
      ["day", UNITS.d],
      ["week", UNITS.w],
      ["year", UNITS.y],
    ] as const
  ).flatMap(([name, unit]): [string, number][] => [
    [name, unit],
    [`${name}s`, unit],
  ]),
]);

/** The longest duration that is accepted: up to it, microseconds are exact. */
export const MAX_DURATION = Number.MAX_SAFE_INTEGER as Duration;

/** `value` seconds, to the nearest microsecond. */
export function seconds(value: number): Duration {
  return Math.round(value * UNITS.s) as Duration;
}

/** A duration (or an instant, as time since the beginning) in seconds. */
export function toSeconds(time: Duration | Instant): number {
  return time / UNITS.s;
}

export function later(at: Instant, by: Duration): Instant {
  return (at + by) as Instant;
}

/** The time from `from` to `to`; both may be equal, `to` must not be earlier. */
export function between(from: Instant, to: Instant): Duration {
  return (to - from) as Duration;
}

/**
 * Reads "250ms", "90s", "1.5h", "1h30m", "30 days", "2y". Undefined for anything else, such as a sign, a bare number,
 * or more than MAX_DURATION.
 */
export function parseDuration(text: string): Duration | undefined {
  const total = parseMicroseconds(text);
  return total !== undefined && total <= MAX_DURATION ? (Math.round(total) as Duration) : undefined;
}

const PART = /(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*([a-z]+)\s*/y;

/** The same, without a limit and without rounding. */
export function parseMicroseconds(text: string): number | undefined {
  const whole = text.trim();
  let total: number | undefined;
  let at = 0;
  while (at < whole.length) {
    PART.lastIndex = at;
    const [part, amount, unit] = PART.exec(whole) ?? [];
    const length = unit === undefined ? undefined : WRITTEN.get(unit);
    if (part === undefined || length === undefined) return undefined;
    total = (total ?? 0) + Number(amount) * length;
    at += part.length;
  }
  return total;
}

/** A duration in short form for people: "250ms", "42.5s", "3m 1s", "4h 20m", "30d". */
export function formatDuration(time: Duration): string {
  if (time < UNITS.s) return time === 0 ? "0s" : `${trim(time / UNITS.ms, 3)}ms`;
  if (time < 2 * UNITS.m) return `${trim(time / UNITS.s, 1)}s`;
  if (time < UNITS.h) return pair(time, UNITS.m, "m", UNITS.s, "s");
  if (time < UNITS.d) return pair(time, UNITS.h, "h", UNITS.m, "m");
  return pair(time, UNITS.d, "d", UNITS.h, "h");
}

/** An instant of a run as a clock: "04:00:12.500", from the second day on "2d 04:00:12.500". */
export function formatInstant(at: Instant): string {
  const day = Math.floor(at / UNITS.d);
  const rest = at - day * UNITS.d;
  const part = (unit: number, modulus: number) => String(Math.floor(rest / unit) % modulus).padStart(2, "0");
  const milliseconds = String(Math.floor(rest / UNITS.ms) % 1000).padStart(3, "0");
  const clock = `${part(UNITS.h, 24)}:${part(UNITS.m, 60)}:${part(UNITS.s, 60)}.${milliseconds}`;
  return day === 0 ? clock : `${day}d ${clock}`;
}

function pair(time: number, big: number, bigName: string, small: number, smallName: string): string {
  const units = Math.round(time / small);
  const per = big / small;
  const rest = units % per;
  return rest === 0 ? `${units / per}${bigName}` : `${Math.floor(units / per)}${bigName} ${rest}${smallName}`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
