// The steps that inject a fault on real machines, and those that undo it: plain data, which carry-out.ts carries out.
// What a fault destroys is restored by restore.ts, from the state that it finds. The steps of each kind of fault are in
// the files beside this one, one for each family.

import type { FAULTS } from "../../../core/cluster/fault-catalogue.ts";
import type { FaultKind, FaultOf } from "../../../core/cluster/fault.ts";
import type { Argv, HostEntry, Inventory, VmEntry } from "../../inventory/inventory.ts";
import type { ProbeFault } from "./probe-faults.ts";

export type RecipeStep =
  /**
   * A command on this machine; on a host; in a guest; on the host that currently runs the VM; a virsh command there.
   */
  | { readonly where: "here"; readonly argv: Argv }
  | { readonly where: "host"; readonly host: string; readonly argv: Argv }
  | { readonly where: "guest"; readonly vm: string; readonly argv: Argv }
  | { readonly where: "its host"; readonly vm: string; readonly argv: Argv }
  | { readonly where: "its libvirt"; readonly vm: string; readonly words: Argv }
  /** The power switch of a host. */
  | { readonly where: "power"; readonly host: string; readonly to: "on" | "off" }
  /** The answers that the monitor receives; no machine is touched. */
  | { readonly where: "probes"; readonly target: string; readonly probeFault: ProbeFault };

export type Recipe = { readonly inject: readonly RecipeStep[]; readonly undo: readonly RecipeStep[] };

type Targets = {
  readonly vm: VmEntry;
  readonly host: HostEntry;
  readonly site: Inventory;
  /** The name of a VM or a host. */
  readonly monitored: string;
};

/** What a fault of this kind is injected into, on real machines. */
export type LiveTarget<Kind extends FaultKind> = Targets[(typeof FAULTS)[Kind]["affects"]];

/** What every kind of fault must define for real machines. A record that lacks a kind does not compile. */
export type OnMachines<Kind extends FaultKind> =
  /** Its recipe; a sentence if the inventory lacks something that it needs. */
  | ((fault: FaultOf<Kind>, target: LiveTarget<Kind>, inventory: Inventory) => Recipe | string)
  /** It cannot be injected on real machines, and why. */
  | { readonly noCounterpart: string };

export type AllOnMachines<Kinds extends FaultKind> = { readonly [Kind in Kinds]: OnMachines<Kind> };

/** One step that breaks something and leaves nothing to undo. */
export function broken(step: RecipeStep): Recipe {
  return { inject: [step], undo: [] };
}

/** Commands on this machine that begin a fault and end it. */
export function betweenCommands({ begin, end }: { readonly begin: Argv; readonly end: Argv }): Recipe {
  return { inject: [{ where: "here", argv: begin }], undo: [{ where: "here", argv: end }] };
}
