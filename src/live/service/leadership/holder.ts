// The holder of a lease: a process, with a name for people.

import { hostname } from "node:os";
import { thisProcess, type ProcessIdentity } from "../../../base/platform/process.ts";

export type Holder = ProcessIdentity & {
  /** The name that its operators gave it. */
  readonly name: string;
  readonly machine: string;
};

/** This process, under this name. */
export function thisHolder(name: string): Holder {
  return { name, machine: hostname(), ...thisProcess() };
}
