// What every kind of fault must say of itself in the simulated world: what it is injected into, whether it can begin,
// what its beginning does, and what is undone when it ends. A record over kinds that lacks one does not compile.

import type { FAULTS } from "../../../core/cluster/fault-catalogue.ts";
import type { FaultKind, FaultOf } from "../../../core/cluster/fault.ts";
import type { HostTruth, VmTruth, World } from "../state.ts";

type Targets = {
  readonly vm: VmTruth;
  readonly host: HostTruth;
  readonly site: null;
  readonly monitored: VmTruth | HostTruth;
};

/** What a fault of this kind is injected into: a VM, a host, or what all share (null). */
export type FaultTarget<Kind extends FaultKind = FaultKind> = Targets[(typeof FAULTS)[Kind]["affects"]];

export type Behaviour<Kind extends FaultKind> = {
  /** Whether the target is well in what the fault would touch: only then does it begin. */
  canBegin(target: FaultTarget<Kind>): boolean;
  begin(world: World, target: FaultTarget<Kind>, fault: FaultOf<Kind>): void;
  /** The fault has lasted its time. What time alone does not mend stays broken. */
  end(world: World, target: FaultTarget<Kind>, fault: FaultOf<Kind>): void;
};

export type Behaviours<Kinds extends FaultKind> = { readonly [Kind in Kinds]: Behaviour<Kind> };

/** For kinds that overlap: they are counted. */
export const always = (): boolean => true;

/** For kinds that time does not mend. */
export const nothing = (): void => undefined;
