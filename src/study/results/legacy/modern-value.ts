// A value of version 0.3 in today's words.

import type { Place } from "./renames.ts";

/** `weight: distribution`, as a mixture had it; it may stand in no other call. */
const WEIGHT = /([(,]\s*)(\d+(?:\.\d+)?(?:e[-+]?\d+)?)(\s*):\s*/g;

/** The text of a value with the weights of a mixture as they are written now; any other text stays. */
export function modernWeights(text: string): string {
  return /^["']?\s*mixture\(/.test(text) ? text.replace(WEIGHT, "$1$2 * ") : text;
}

/** The same value with today's keys and words; `place` is where it stands. */
export function modernValue(value: unknown, place: Place | undefined): unknown {
  if (typeof value === "string") return place?.values.get(value) ?? modernWeights(value);
  if (Array.isArray(value)) return value.map((inner, i) => modernValue(inner, place?.below(String(i))));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [place?.keys.get(key) ?? key, modernValue(inner, place?.below(key))]),
  );
}
