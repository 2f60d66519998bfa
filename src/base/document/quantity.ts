// Reads quantities as people write them: durations, sizes, rates, shares. Each reader returns a value, or a sentence
// that says what was expected.

import { MAX_DURATION, parseDuration, parseMicroseconds, type Duration } from "../prelude/time.ts";

export type Read<T> = { readonly ok: true; readonly value: T } | Unread;

/** `at` is the place in the text, from 0, if not all of it is wrong; `old`: version 0.3 accepted it. */
type Unread = { readonly ok: false; readonly expected: string; readonly at?: number; readonly old?: boolean };

const good = <T>(value: T): Read<T> => ({ ok: true, value });
const bad = (expected: string): Unread => ({ ok: false, expected });

/** "90s", "1h30m". For a bare number the sentence says that it lacks a unit. */
export function readDuration(text: string | number): Read<Duration> {
  const whole = String(text).trim();
  if (/^[-−]/.test(whole)) return bad(`"${whole}" is negative: a duration is not`);
  if (/^\d+(\.\d+)?$/.test(whole))
    return bad(`${whole} has no unit: write ${whole}s, ${whole}ms, ${whole}m, ${whole}h or ${whole}d`);
  const value = parseDuration(whole);
  if (value === undefined && (parseMicroseconds(whole) ?? 0) > MAX_DURATION)
    return bad(`"${whole}" is longer than 285y, the longest that is counted exactly`);
  return value === undefined
    ? bad(`"${whole}" is not a duration: write a number and a unit (ms, s, m, h, d, y), as 90s or 1h30m`)
    : good(value);
}

const SIZES = new Map(
  Object.entries({
    b: 1,
    k: 1e3,
    m: 1e6,
    g: 1e9,
    t: 1e12,
    ki: 2 ** 10,
    mi: 2 ** 20,
    gi: 2 ** 30,
    ti: 2 ** 40,
  }),
);

/** "4GB" or "4GiB" in bytes; also "4G", "4Gi", "4gb". */
export function readSize(text: string | number): Read<number> {
  const parts = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(String(text).trim());
  const bytes =
    parts === null
      ? NaN
      : Math.round(Number(parts[1]) * (SIZES.get(parts[2].toLowerCase().replace(/(?<=.)b$/, "")) ?? NaN));
  if (!(bytes > 0 && bytes <= Number.MAX_SAFE_INTEGER))
    return bad(`"${text}" is not a size: write a number above 0 and a unit (MB, GB, TB, MiB, GiB, TiB), as 4GB`);
  return good(bytes);
}

const RATES = new Map(
  Object.entries({
    "kb/s": 1e3 / 8,
    "Mb/s": 1e6 / 8,
    "Gb/s": 1e9 / 8,
    "kB/s": 1e3,
    "MB/s": 1e6,
    "GB/s": 1e9,
  }),
);

/** "16Gb/s" (bits) or "100MB/s" (bytes) in bytes per second. */
export function readRate(text: string | number): Read<number> {
  const parts = /^(\d+(?:\.\d+)?)\s*([kMG][bB]\/s)$/.exec(String(text).trim());
  const rate = parts === null ? NaN : Number(parts[1]) * (RATES.get(parts[2]) ?? NaN);
  if (!(rate > 0 && rate < Infinity))
    return bad(`"${text}" is not a rate: write a number above 0 and a unit (Mb/s, Gb/s, MB/s, GB/s), as 16Gb/s`);
  return good(rate);
}

/** "75%" or 0.75: from 0 to 1. */
export function readShare(text: string | number): Read<number> {
  const parts = /^(\d+(?:\.\d+)?(?:e-?\d+)?)\s*(%?)$/.exec(String(text).trim());
  const value = parts === null ? NaN : Number(parts[1]) / (parts[2] === "%" ? 100 : 1);
  return value >= 0 && value <= 1
    ? good(value)
    : bad(`"${text}" is not a probability or share: write 0 to 1, or 0% to 100%`);
}
