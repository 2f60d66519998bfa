// Programs that must not outlive us: when the process that started them dies, however it dies, the kernel ends them. An
// ssh that was still connecting when its controller was killed would otherwise deliver an old command to a new world.

import type { Argv } from "../../inventory/inventory.ts";

const TETHER: Argv = ["setpriv", "--pdeathsig", "KILL", "--"];

/** The same program, ended by the kernel when we end. */
export function tethered(argv: Argv): Argv {
  return [...TETHER, ...argv];
}

/** The program itself, where it is tethered. */
export function untethered(argv: Argv): Argv {
  return TETHER.every((word, i) => argv[i] === word) ? argv.slice(TETHER.length) : argv;
}
