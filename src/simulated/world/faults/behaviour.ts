// The behaviour of a kind of fault in the simulated world: its target, whether it can begin, what its beginning does,
// and what its end undoes. A record of behaviours that lacks a kind does not compile.

import type { FAULTS } from "../../../core/cluster/fault-catalogue.ts";
import type { FaultKind, FaultOf } from "../../../core/cluster/fault.ts";
import type { HostTruth, VmTruth, World } from "../state.ts";

type Targets = {
  readonly vm: VmTruth;
  readonly host: HostTruth;
  readonly site: null;
  readonly monitored: VmTruth | HostTruth;
};

/** The target of a fault of this kind: a VM, a host, or the whole site (null). */
export type FaultTarget<Kind extends FaultKind = FaultKind> = Targets[(typeof FAULTS)[Kind]["affects"]];

export type Behaviour<Kind extends FaultKind> = {
  /** Whether the target is healthy in all that the fault would change: only then can it begin. */
  canBegin(target: FaultTarget<Kind>): boolean;
  begin(world: World, target: FaultTarget<Kind>, fault: FaultOf<Kind>): void;
  /** The fault's duration is over. What time alone does not repair stays broken. */
  end(world: World, target: FaultTarget<Kind>, fault: FaultOf<Kind>): void;
};

export type Behaviours<Kinds extends FaultKind> = { readonly [Kind in Kinds]: Behaviour<Kind> };

/** `canBegin` of kinds that overlap: they are counted. */
export const always = (): boolean => true;

/** `end` of kinds that time does not repair. */
export const nothing = (): void => undefined;
