// What must hold whatever the user wrote and the world did. Always on: a Defect is ours, and says so.

/**
 * Something that we did wrong. The command line adds seed, scenario, simulated time and the command that replays it.
 */
export class Defect extends Error {
  override name = "Defect";
}

/** Throws a Defect that carries `sentence`, unless `condition` holds. Build long sentences lazily. */
export function check(condition: boolean, sentence: string | (() => string)): asserts condition {
  if (!condition) throw new Defect(typeof sentence === "string" ? sentence : sentence());
}
