// Another machine on which programs are run, as seen by the driver, faults and healing: how a program there may end,
// and what is known of it. The implementation is in ssh.ts.

import type { Argv } from "../../inventory/inventory.ts";
import type { Finished } from "../../../base/platform/program.ts";
import type { Duration } from "../../../base/prelude/time.ts";

/** `signal` ends the program. */
export type RemoteOptions = { readonly timeout: Duration; readonly signal?: AbortSignal };

/**
 * How a remote command ended. `ran`: with an exit code. `undelivered`: it never reached the machine. `lost`: the
 * connection broke under way. `unanswered`: it was given up. The latter two may have completed or not.
 */
export type Ran = { readonly kind: "ran" | "undelivered" | "lost" | "unanswered"; readonly finished: Finished };

/** Another machine. */
export type Remote = {
  /** Runs a program there to its end. Never throws: what goes wrong is in the result. */
  run(argv: Argv, options: RemoteOptions): Promise<Ran>;
  /** Ends the connection, if there is one, with everything under way over it. */
  close(): Promise<void>;
  /** The local command line that runs a shell line on the machine; the line is to be appended. */
  argv(): Argv;
};
