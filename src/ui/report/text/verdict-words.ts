// What became of an expectation, in the same words on a page, in a terminal and in messages.

import type { Summary } from "../../../study/statistics/summaries/summary.ts";

type Verdict = NonNullable<Summary["expectations"]>[number]["verdict"];

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  held: "held",
  missed: "missed",
  unknown: "cannot tell",
};

/** In lists for terminals, where what was missed must be seen. */
export function listedVerdict(verdict: Verdict): string {
  return verdict === "missed" ? VERDICT_WORDS.missed.toUpperCase() : VERDICT_WORDS[verdict];
}
