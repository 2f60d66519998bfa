// The provenance of an output, to reproduce it: version, seed and hash of the scenario.

import type { Scenario } from "../../core/scenario/scenario.ts";
import { VERSION } from "../../base/platform/version.ts";

type Made = Pick<Scenario, "name" | "seed" | "hash">;

/** "3rc 0.1.0, gridce: seed 3rc, hash 0a1b…" */
export function madeBy({ name, seed, hash }: Made): string {
  return `3rc ${VERSION}, ${name}: seed ${seed}, hash ${hash}`;
}

/** Prints the provenance on stderr (dim on a terminal), so that stdout holds only the output. */
export function sayMadeBy(made: Made): void {
  const { stderr } = process;
  stderr.write(stderr.isTTY ? `\x1b[2m${madeBy(made)}\x1b[0m\n` : `${madeBy(made)}\n`);
}
