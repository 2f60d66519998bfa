// The refusal of an invalid file: all problems, and, if it is of version 0.3, the command that rewrites it.

import { renderProblems, type Problem } from "../../base/document/problem.ts";
import { Refusal } from "../../base/prelude/refusal.ts";
import { commandLine } from "./terminal/shell-word.ts";

/** `old`: part of it is in the format of version 0.3. */
export function refusalOf(
  file: string,
  { problems, old }: { readonly problems: readonly Problem[]; readonly old: boolean },
): Refusal {
  const command = commandLine(["migrate", file]);
  const advice = `\n\n${file}: is in the format of 3RC 0.3; rewrite it with: ${command}`;
  return new Refusal(`${renderProblems(problems)}${old ? advice : ""}`);
}
