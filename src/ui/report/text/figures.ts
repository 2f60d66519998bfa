// Figures as text, the same in terminal, pages and charts.

import { formatDuration, seconds } from "../../../base/prelude/time.ts";

export function count(n: number): string {
  return n.toLocaleString("en");
}

/** A figure with so many decimals, or a dash. */
export function figure(value: number | null, decimals = 1): string {
  return value === null ? "–" : value.toFixed(decimals).replace(/^-(?=[0.]*$)/, "");
}

/** 0.99953 as "99.953 %": two significant digits of the distance to 0 or 1, without trailing zeros. */
export function percent(share: number | null): string {
  if (share === null) return "–";
  if (share >= 1) return "100 %";
  if (share <= 0) return "0 %";
  const rest = 100 * Math.min(share, 1 - share);
  const decimals = Math.min(14, Math.max(1, 1 - Math.floor(Math.log10(rest))));
  return `${(100 * share).toFixed(decimals).replace(/(\.\d+?)0+$/, "$1")} %`;
}

/** A time in seconds as a duration, or a dash. */
export function span(time: number | null): string {
  return time === null ? "–" : formatDuration(seconds(time));
}

/** At most `length` characters: a longer name loses its middle, since names usually differ at their ends. */
export function shortened(name: string, length: number): string {
  if (name.length <= length) return name;
  const end = Math.floor((length - 1) / 2);
  return `${name.slice(0, length - 1 - end)}…${name.slice(name.length - end)}`;
}

/** A range of figures, as "[180.8, 181.2]". */
export function range(ends: readonly [number | null, number | null] | null, decimals = 1): string {
  return ends === null || (ends[0] === null && ends[1] === null)
    ? "–"
    : `[${figure(ends[0], decimals)}, ${figure(ends[1], decimals)}]`;
}

/** Adds a capital and a full stop. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
