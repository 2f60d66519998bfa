// The record of all kinds of faults in the simulated world, and the three things that are done with it. Whoever calls
// has looked for the target that the kind wants: a VM, a host, or null for what all share.

import { factsOf, type FaultKind, type FaultOf } from "../../../core/cluster/fault.ts";
import type { HostTruth, VmTruth, World } from "../state.ts";
import type { Behaviour, Behaviours, FaultTarget } from "./behaviour.ts";
import { HOST_BEHAVIOURS } from "./host-faults.ts";
import { MONITOR_BEHAVIOURS } from "./monitor-faults.ts";
import { SITE_BEHAVIOURS } from "./site-faults.ts";
import { VM_BEHAVIOURS } from "./vm-faults.ts";

const BEHAVIOURS: Behaviours<FaultKind> = {
  ...VM_BEHAVIOURS,
  ...HOST_BEHAVIOURS,
  ...SITE_BEHAVIOURS,
  ...MONITOR_BEHAVIOURS,
};

function behaviourOf<Kind extends FaultKind>(kind: Kind): Behaviour<Kind> {
  return BEHAVIOURS[kind];
}

/** Whether a fault of this kind can be injected into this target now. */
export function canBegin<Kind extends FaultKind>(kind: Kind, target: FaultTarget<Kind>): boolean {
  return behaviourOf(kind).canBegin(target);
}

/** Injects the fault into a target in which it can begin. */
export function beginFault<Kind extends FaultKind>(
  world: World,
  fault: FaultOf<Kind>,
  target: FaultTarget<Kind>,
): void {
  blame(world, fault.kind, target);
  behaviourOf<Kind>(fault.kind).begin(world, target, fault);
}

/** The fault, which has begun in this target, has lasted its time. What it broke for good stays broken. */
export function endFault<Kind extends FaultKind>(world: World, fault: FaultOf<Kind>, target: FaultTarget<Kind>): void {
  behaviourOf<Kind>(fault.kind).end(world, target, fault);
}

/** Whatever service is lost now is lost through this fault. A fault of the monitor takes none away itself. */
function blame(world: World, kind: FaultKind, target: VmTruth | HostTruth | null): void {
  if (target === null) {
    for (const vm of world.vms) if (vm.answering === "service") vm.lastFault = kind;
  } else if (factsOf(kind).affects !== "monitored") {
    if (isVm(target)) target.lastFault = kind;
    else for (const domain of target.domains) domain.vm.lastFault = kind;
  }
}

function isVm(target: VmTruth | HostTruth): target is VmTruth {
  return "bootable" in target;
}
