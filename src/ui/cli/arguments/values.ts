// Parsers of command line values. Each throws an `InvalidArgumentError`, which commander reports to the user.

import { InvalidArgumentError } from "commander";
import { MAX_REPLICATIONS } from "../../../core/scenario/limits.ts";

/** For an option that may be repeated. */
export function collect(value: string, values: readonly string[]): string[] {
  return [...values, value];
}

/** A whole number of at least 1. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("expected a whole number from 1 on.");
  return Number(text);
}

/** A whole number from 1 to `MAX_REPLICATIONS`. */
export function replicationNumber(text: string): number {
  const number = wholeNumber(text);
  if (number > MAX_REPLICATIONS) throw new InvalidArgumentError(`expected at most ${MAX_REPLICATIONS}.`);
  return number;
}

/** A whole number of at least 0. */
export function index(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("expected a whole number from 0 on.");
  return Number(text);
}

/** A significance level. */
export function level(text: string): number {
  const value = /^0?\.\d+$/.test(text) ? Number(text) : NaN;
  if (!(value > 0 && value <= 0.5)) throw new InvalidArgumentError("expected a number above 0, at most 0.5, as 0.01.");
  return value;
}
