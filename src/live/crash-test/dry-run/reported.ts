// What a dry run reports: each program that would be started, each request that would be sent, and what would be said
// on the way.

import type { Argv } from "../../inventory/inventory.ts";
import type { ProbeFault } from "../faults/probe-faults.ts";

export type Reported =
  /** A program here, beside `3rc`. */
  | { readonly what: "program"; readonly argv: Argv }
  /** A program on another machine: a host, a guest, or the one that holds the switch of a host. */
  | { readonly what: "remote program"; readonly machine: ReportedMachine; readonly argv: Argv }
  /** The connection to a machine is ended. */
  | { readonly what: "hang-up"; readonly machine: ReportedMachine }
  | { readonly what: "request"; readonly method: "GET" | "POST"; readonly url: string; readonly body?: string }
  | { readonly what: "connection"; readonly address: string; readonly port: number }
  /** What the monitor hears of a target from now on. No machine is touched. */
  | { readonly what: "probes"; readonly target: string; readonly probeFault: ProbeFault }
  /** A sentence: what is begun, or why nothing more would be done. */
  | { readonly what: "remark"; readonly words: string };

/** `name` is that of the host or VM of the inventory; a switch has that of its host. */
export type ReportedMachine = { readonly is: "host" | "guest" | "switch"; readonly name: string };
