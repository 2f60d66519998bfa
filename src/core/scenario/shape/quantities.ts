// The values of a scenario file: quantities with units, and names. They stay text here: this file checks that they are
// well-formed; builders/ interprets them.

import { z } from "zod";
import { SECOND, seconds, type Duration } from "../../../base/prelude/time.ts";
import { readDistribution } from "../../../base/document/distribution/distribution-syntax.ts";
import { expandName, unprintable } from "../../../base/document/names.ts";
import { readDuration, readRate, readShare, readSize, type Read } from "../../../base/document/quantity.ts";
import { MAX } from "../limits.ts";

function quantity(
  read: (text: string | number) => Read<unknown>,
  description: string,
  ...examples: readonly (string | number)[]
) {
  return z
    .union([z.string(), z.number()], { error: "expected text or a number" })
    .superRefine((text, context) => {
      const result = read(text);
      if (!result.ok)
        context.addIssue({
          code: "custom",
          message: result.expected,
          params: { within: result.at ?? 0, old: result.old ?? false },
        });
    })
    .meta({ description, examples: [...examples] });
}

/** A duration, from 0. */
export const duration = (what: string) =>
  quantity(readDuration, `${what}; a duration with its unit, as 90s`, "90s", "1h30m");
/** A duration above 0. */
export const lasting = (what: string) =>
  quantity(readSomeTime, `${what}; a duration above 0 with its unit, as 90s`, "90s", "1h30m");
/** The interval of something quick that is repeated. */
export const pace = (what: string) => quantity(readPace, `${what}; a duration of at least 10ms`, "15s");
/** The interval of something slow that is repeated. */
export const again = (what: string) => quantity(readPause, `${what}; a duration of at least 1s`, "5m");
/** A duration, or a distribution of durations. */
export const distribution = (what: string) =>
  quantity(
    readDistribution,
    `${what}; a duration or a distribution, as normal(16s, 2s)`,
    "90s",
    "normal(16s, 2s)",
    "mixture(0.9 * 10s, 0.1 * 2h)",
  );
/** Bytes. */
export const size = (what: string) => quantity(readSize, `${what}; a size with its unit, as 4GB`, "4GB");
/** Bytes per second. */
export const rate = (what: string) =>
  quantity(readRate, `${what}; a rate with its unit, as 16Gb/s`, "16Gb/s", "100MB/s");
/** A probability or a share. */
export const share = (what: string) => quantity(readShare, `${what}; from 0 to 1, or 0% to 100%`, 0.05, "5%");
/** A whole number from 1. */
export const numberFrom1 = (what: string, most = MAX) => z.int().min(1).max(most).describe(what);
/** A name that can be shown. */
export const printable = z.string().superRefine((name, context) => {
  const wrong = unprintable(name);
  if (wrong !== undefined) context.addIssue({ code: "custom", message: wrong });
});
/** The name of one thing: not a range, and not `all`. */
export const nameOfOne = z.string().superRefine((name, context) => {
  const read = expandName(name);
  if (typeof read === "string") context.addIssue({ code: "custom", message: read });
  else if (read[0] !== name) context.addIssue({ code: "custom", message: `"${name}" is a range: expected one name` });
});
const phaseName = printable.regex(/\D/, "expected a name that is not only digits");
/** Named phases, each with its duration. */
export const phases = (what: string) =>
  z.record(phaseName, distribution("how long the phase takes")).describe(`${what}: phases by name, in order`);
/** One name or several. */
export const names = z.union([z.string(), z.array(z.string())], { error: "expected a name or a list of names" });

function readSomeTime(text: string | number): Read<unknown> {
  const read = readDuration(text);
  return read.ok && read.value === 0 ? { ok: false, expected: `"${text}" is zero: expected more than 0` } : read;
}

/** The interval of something that is repeated without limit: with an interval of 0 a simulation would never end. */
const readPause = atLeast(SECOND, "1s");
const readPace = atLeast(seconds(0.01), "10ms");

function atLeast(least: Duration, words: string) {
  return (text: string | number): Read<unknown> => {
    const read = readDuration(text);
    return read.ok && read.value < least
      ? {
          ok: false,
          expected: `"${text}" is too short: expected at least ${words}, since it is done again after each of these`,
        }
      : read;
  };
}
