// Another machine on which programs are run, as the driver, faults and healing see it: how a program there may end, and
// what may honestly be said of it. Who really goes there is in ssh.ts.

import type { Argv } from "../../inventory/inventory.ts";
import type { Finished } from "../../../base/platform/program.ts";
import type { Duration } from "../../../base/prelude/time.ts";

/** `signal` ends it. */
export type RemoteOptions = { readonly timeout: Duration; readonly signal?: AbortSignal };

/**
 * How a remote command ended. `ran`: with an exit code. `undelivered`: it never reached the machine. `lost`: the
 * connection broke under way. `unanswered`: it was given up. Of the latter two nobody knows what became of them.
 */
export type Ran = { readonly kind: "ran" | "undelivered" | "lost" | "unanswered"; readonly finished: Finished };

/** Another machine. */
export type Remote = {
  /** Runs a program there to its end. Never throws: what goes wrong is in the result. */
  run(argv: Argv, options: RemoteOptions): Promise<Ran>;
  /** Ends the connection, if there is one, with all that is under way over it. */
  close(): Promise<void>;
  /** The program here, and its arguments, with which a line is run there; the line is to follow. */
  argv(): Argv;
};
