// Who holds a lease: a process, and how people tell it from others.

import { hostname } from "node:os";
import { thisProcess, type ProcessIdentity } from "../../../base/platform/process.ts";

export type Holder = ProcessIdentity & {
  /** What its operators call it. */
  readonly name: string;
  readonly machine: string;
};

/** This process, under the name that its operators have given it. */
export function thisHolder(name: string): Holder {
  return { name, machine: hostname(), ...thisProcess() };
}
