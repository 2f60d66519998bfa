// Programs that must not outlive this process: when it dies, for any reason, the kernel kills them. Otherwise an ssh
// that was still connecting when its controller was killed would deliver an outdated command.

import type { Argv } from "../../inventory/inventory.ts";

const TETHER: Argv = ["setpriv", "--pdeathsig", "KILL", "--"];

/** The same command line, killed by the kernel when this process ends. */
export function tethered(argv: Argv): Argv {
  return [...TETHER, ...argv];
}

/** The command line without the tether, if it has one. */
export function untethered(argv: Argv): Argv {
  return TETHER.every((word, i) => argv[i] === word) ? argv.slice(TETHER.length) : argv;
}
