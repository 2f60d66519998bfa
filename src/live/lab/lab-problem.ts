// What keeps a lab from being built, in a sentence that the user can act on.

import { complaintOf, type Finished } from "../../base/platform/program.ts";

export class LabProblem extends Error {
  override name = "LabProblem";
}

/** What a program printed, if it ended well; a LabProblem that says what could not be done, otherwise. */
export function succeeded(finished: Finished, what: string): string {
  if (finished.kind !== "exited" || finished.code !== 0) throw new LabProblem(`${what}: ${complaintOf(finished)}`);
  return finished.stdout;
}
