// Reads quantities that the shape has already found well-formed, so that only values and no errors result.

import { check } from "../prelude/check.ts";
import type { Distribution } from "../random/distribution.ts";
import type { Duration } from "../prelude/time.ts";
import { readDistribution } from "./distribution/distribution-syntax.ts";
import { readDuration, readRate, readShare, readSize, type Read } from "./quantity.ts";

function sure<T>(read: Read<T>): T {
  check(read.ok, () => `the shape let pass: ${read.ok ? "" : read.expected}`);
  return read.value;
}

export const durationOf = (text: string | number): Duration => sure(readDuration(text));
export const distributionOf = (text: string | number): Distribution => sure(readDistribution(text));
/** From 0 to 1. */
export const shareOf = (text: string | number): number => sure(readShare(text));
/** In bytes. */
export const sizeOf = (text: string | number): number => sure(readSize(text));
/** In bytes per second. */
export const rateOf = (text: string | number): number => sure(readRate(text));

/** Phases in the order in which they are written. */
export function phasesOf(
  written: Readonly<Record<string, string | number>>,
): readonly { readonly name: string; readonly takes: Distribution }[] {
  return Object.entries(written).map(([name, takes]) => ({ name, takes: distributionOf(takes) }));
}
