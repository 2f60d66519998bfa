// What a dry run reports: each program that would be started, each request that would be sent, and remarks.

import type { Argv } from "../../inventory/inventory.ts";
import type { ProbeFault } from "../faults/probe-faults.ts";

export type Reported =
  /** A program on this machine. */
  | { readonly what: "program"; readonly argv: Argv }
  /** A program on another machine: a host, a guest, or the one that controls the power of a host. */
  | { readonly what: "remote program"; readonly machine: ReportedMachine; readonly argv: Argv }
  /** The connection to a machine is ended. */
  | { readonly what: "hang-up"; readonly machine: ReportedMachine }
  | { readonly what: "request"; readonly method: "GET" | "POST"; readonly url: string; readonly body?: string }
  | { readonly what: "connection"; readonly address: string; readonly port: number }
  /** How the monitor's probes of a target are answered from now on. No machine is touched. */
  | { readonly what: "probes"; readonly target: string; readonly probeFault: ProbeFault }
  /** A sentence: what begins, or why nothing more would be done. */
  | { readonly what: "remark"; readonly words: string };

/** `name` is that of the host or VM of the inventory; a switch has that of its host. */
export type ReportedMachine = { readonly is: "host" | "guest" | "switch"; readonly name: string };
