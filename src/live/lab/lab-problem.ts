// Why a lab cannot be built, as a sentence that the user can act on.

import { complaintOf, type Finished } from "../../base/platform/program.ts";

export class LabProblem extends Error {
  override name = "LabProblem";
}

/** The output of a program that succeeded; otherwise throws a LabProblem that begins with `what`. */
export function succeeded(finished: Finished, what: string): string {
  if (finished.kind !== "exited" || finished.code !== 0) throw new LabProblem(`${what}: ${complaintOf(finished)}`);
  return finished.stdout;
}
