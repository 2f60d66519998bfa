// The record of all kinds of faults in the simulated world, and its three operations. The caller passes a target that
// fits the kind: a VM, a host, or null for the whole site.

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

/** The duration of a fault in this target is over. What time alone does not repair stays broken. */
export function endFault<Kind extends FaultKind>(world: World, fault: FaultOf<Kind>, target: FaultTarget<Kind>): void {
  behaviourOf<Kind>(fault.kind).end(world, target, fault);
}

/** Records the fault as the cause of services that are lost now. A fault of the monitor itself interrupts none. */
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
