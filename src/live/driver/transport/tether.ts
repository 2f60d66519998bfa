// Programs that must not outlive us: when the process that started them dies, however it dies, the kernel ends them. An
// ssh that was still connecting when its controller was killed would otherwise deliver an old command to a new world.

import type { Argv } from "../../inventory/inventory.ts";

/** The same program, ended by the kernel when we end. */
export function tethered(argv: Argv): Argv {
  return ["setpriv", "--pdeathsig", "KILL", "--", ...argv];
}
