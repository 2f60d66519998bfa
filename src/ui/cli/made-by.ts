// What made what is printed, so that it can be made again: version, seed and hash of the scenario.

import type { Scenario } from "../../core/scenario/scenario.ts";
import { VERSION } from "../../base/platform/version.ts";

type Made = Pick<Scenario, "name" | "seed" | "hash">;

/** "3rc 0.1.0, gridce: seed 3rc, hash 0a1b…" */
export function madeBy({ name, seed, hash }: Made): string {
  return `3rc ${VERSION}, ${name}: seed ${seed}, hash ${hash}`;
}

/** The same on stderr, dim on a terminal, where stdout is for what was asked alone. */
export function sayMadeBy(made: Made): void {
  const { stderr } = process;
  stderr.write(stderr.isTTY ? `\x1b[2m${madeBy(made)}\x1b[0m\n` : `${madeBy(made)}\n`);
}
