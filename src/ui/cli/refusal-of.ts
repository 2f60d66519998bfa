// The refusal of a file that cannot be used: all that is wrong with it, and, where version 0.3 would have read it, the
// command that rewrites it.

import { renderProblems, type Problem } from "../../base/document/problem.ts";
import { Refusal } from "../../base/prelude/refusal.ts";
import { commandLine } from "./terminal/shell-word.ts";

/** `old`: some of it is as version 0.3 wrote such files. */
export function refusalOf(
  file: string,
  { problems, old }: { readonly problems: readonly Problem[]; readonly old: boolean },
): Refusal {
  const command = commandLine(["migrate", file]);
  const advice = `\n\n${file}: is written in the language of 3RC 0.3; rewrite it with: ${command}`;
  return new Refusal(`${renderProblems(problems)}${old ? advice : ""}`);
}
