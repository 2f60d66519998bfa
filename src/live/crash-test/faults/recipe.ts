// The steps by which a fault is injected on real machines, and by which what it put in the way is taken away again:
// plain data, which carry-out.ts carries out. What a fault destroys for good is made good by restore.ts, from what is
// found. Which steps each kind takes is in the files beside this one, one a family.

import type { FAULTS } from "../../../core/cluster/fault-catalogue.ts";
import type { FaultKind, FaultOf } from "../../../core/cluster/fault.ts";
import type { Argv, HostEntry, Inventory, VmEntry } from "../../inventory/inventory.ts";
import type { ProbeFault } from "./probe-faults.ts";

export type RecipeStep =
  /**
   * A command here, beside `3rc`; on a host; in a guest; on whichever host runs the VM; a word with that host's
   * libvirt.
   */
  | { readonly where: "here"; readonly argv: Argv }
  | { readonly where: "host"; readonly host: string; readonly argv: Argv }
  | { readonly where: "guest"; readonly vm: string; readonly argv: Argv }
  | { readonly where: "its host"; readonly vm: string; readonly argv: Argv }
  | { readonly where: "its libvirt"; readonly vm: string; readonly words: Argv }
  /** The switch of a host. */
  | { readonly where: "power"; readonly host: string; readonly to: "on" | "off" }
  /** The monitor's own ears: no machine is touched. */
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

/** What every kind of fault must say of itself on real machines. A record that lacks a kind does not compile. */
export type OnMachines<Kind extends FaultKind> =
  /** Its recipe; a sentence if the inventory lacks something that it needs. */
  | ((fault: FaultOf<Kind>, target: LiveTarget<Kind>, inventory: Inventory) => Recipe | string)
  /** It is not to be had on real machines, and why. */
  | { readonly noCounterpart: string };

export type AllOnMachines<Kinds extends FaultKind> = { readonly [Kind in Kinds]: OnMachines<Kind> };

/** One step that breaks something, of which nothing is left in the way. */
export function broken(step: RecipeStep): Recipe {
  return { inject: [step], undo: [] };
}

/** Commands here that put something in the way, and take it away again. */
export function betweenCommands({ begin, end }: { readonly begin: Argv; readonly end: Argv }): Recipe {
  return { inject: [{ where: "here", argv: begin }], undo: [{ where: "here", argv: end }] };
}
