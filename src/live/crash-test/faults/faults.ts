// The record of all kinds of faults on real machines, and its queries.

import { factsOf, type FaultKind, type FaultOf } from "../../../core/cluster/fault.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { HOST_FAULTS_ON_MACHINES } from "./host-faults.ts";
import { MONITOR_FAULTS_ON_MACHINES } from "./monitor-faults.ts";
import type { AllOnMachines, LiveTarget, OnMachines, Recipe } from "./recipe.ts";
import { SITE_FAULTS_ON_MACHINES } from "./site-faults.ts";
import { VM_FAULTS_ON_MACHINES } from "./vm-faults.ts";

const ON_MACHINES: AllOnMachines<FaultKind> = {
  ...VM_FAULTS_ON_MACHINES,
  ...HOST_FAULTS_ON_MACHINES,
  ...SITE_FAULTS_ON_MACHINES,
  ...MONITOR_FAULTS_ON_MACHINES,
};

/** Why no real machine has such a fault; undefined for those that can be injected. */
export function noCounterpart(kind: FaultKind): string | undefined {
  const how = ON_MACHINES[kind];
  return "noCounterpart" in how ? how.noCounterpart : undefined;
}

/**
 * How the fault is injected into the target of this name (empty for what all VMs share), and undone. If this inventory
 * does not allow that, a sentence says why.
 */
export function recipeOf<Kind extends FaultKind>(
  fault: FaultOf<Kind>,
  on: string,
  inventory: Inventory,
): Recipe | string {
  const target = targetOf(fault.kind, on, inventory);
  if (target === undefined) return `the inventory does not know ${on}`;
  const how: OnMachines<Kind> = ON_MACHINES[fault.kind];
  return "noCounterpart" in how
    ? `it has no counterpart on real machines: ${how.noCounterpart}`
    : how(fault, target as LiveTarget<Kind>, inventory);
}

function targetOf(kind: FaultKind, on: string, inventory: Inventory): LiveTarget<FaultKind> | undefined {
  switch (factsOf(kind).affects) {
    case "vm":
      return inventory.vms.find(({ name }) => name === on);
    case "host":
      return inventory.hosts.find(({ name }) => name === on);
    case "site":
      return inventory;
    case "monitored":
      return on;
  }
}
