// Checks of what must hold for any input and any event of the world. Always on: a failed check is a Defect, an error of
// this program.

/** An error of this program. The command line adds seed, scenario, simulated time and the command that replays it. */
export class Defect extends Error {
  override name = "Defect";
}

/** Throws a Defect with `sentence`, unless `condition` holds. Build long sentences lazily. */
export function check(condition: boolean, sentence: string | (() => string)): asserts condition {
  if (!condition) throw new Defect(typeof sentence === "string" ? sentence : sentence());
}
