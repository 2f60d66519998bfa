// Bad texts, each with all that is said about it, as tests.

import { describe, expect, test } from "vitest";
import { problemsOf } from "./small.ts";

/** One bad text, and all that is said about it. */
export type Row = readonly [what: string, text: string, ...said: readonly string[]];

/** A test for each row. */
export function tell(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    test.each(rows.map(([what, text, ...said]) => ({ what, text, said })))("$what", ({ text, said }) => {
      expect(problemsOf(text)).toEqual(said);
    });
  });
}
