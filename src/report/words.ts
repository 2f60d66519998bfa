// Figures in words, the same in terminal, page and charts.

import { formatDuration, seconds } from "../prelude/time.ts";

export function count(n: number): string {
  return n.toLocaleString("en");
}

/** A figure to so many decimals, or a dash. */
export function figure(value: number | null, decimals = 1): string {
  return value === null ? "–" : value.toFixed(decimals);
}

/** 0.99953 as "99.953 %": as many decimals as its nines ask for, and one more. */
export function percent(share: number | null): string {
  if (share === null) return "–";
  if (share >= 1) return "100 %";
  const nines = share <= 0 ? 0 : Math.max(0, -Math.log10(1 - share));
  return `${(100 * share).toFixed(Math.min(8, Math.max(2, Math.ceil(nines))))} %`;
}

/** A time in seconds as people read it, or a dash. */
export function span(time: number | null): string {
  return time === null ? "–" : formatDuration(seconds(time));
}

/** A range of figures, as "[180.8, 181.2]". */
export function range(ends: readonly [number | null, number | null] | null, decimals = 1): string {
  return ends === null ? "–" : `[${figure(ends[0], decimals)}, ${figure(ends[1], decimals)}]`;
}
