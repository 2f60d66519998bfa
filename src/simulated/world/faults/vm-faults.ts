// The effects of faults of a guest. They begin only in a guest that serves.

import { check } from "../../../base/prelude/check.ts";
import type { Stage } from "../../../core/cluster/guest.ts";
import type { VmFault } from "../../../core/cluster/fault.ts";
import { endDomain, enter } from "../domains.ts";
import type { Domain, VmTruth, World } from "../state.ts";
import { nothing, type Behaviours } from "./behaviour.ts";

export const VM_BEHAVIOURS: Behaviours<VmFault> = {
  "guest-shutdown": {
    canBegin: serves,
    begin: (world, vm) => goDown(world, vm, "shutting-down", "shutdown"),
    end: nothing,
  },
  "guest-overload": {
    canBegin: serves,
    begin: (world, vm) => goDown(world, vm, "overloading", "overload"),
    end: (world, vm) => serveAgain(world, vm, "overloading", "overloaded"),
  },
  "guest-kernel-crash": {
    canBegin: serves,
    begin: (world, vm) => enter(world, serving(vm), "crashed"),
    end: nothing,
  },
  "service-hang": {
    canBegin: serves,
    begin: (world, vm) => enter(world, serving(vm), "hung"),
    end: (world, vm) => serveAgain(world, vm, "hung"),
  },
  "boot-disk-destroyed": {
    canBegin: serves,
    begin(world, vm) {
      vm.bootable = false;
      goDown(world, vm, "going-to-reboot", "shutdown");
    },
    end: nothing,
  },
  "disk-full": {
    canBegin: serves,
    begin(world, vm) {
      vm.diskFull = true;
      enter(world, serving(vm), "failing");
    },
    end: nothing,
  },
  "domain-killed": {
    canBegin: serves,
    begin: (world, vm) => endDomain(world, serving(vm), "killed"),
    end: nothing,
  },
};

function serves(vm: VmTruth): boolean {
  return vm.answering === "service" && servingDomain(vm) !== undefined;
}

function servingDomain(vm: VmTruth): Domain | undefined {
  return vm.domains.find(({ stage }) => stage === "serving");
}

function serving(vm: VmTruth): Domain {
  const domain = servingDomain(vm);
  check(domain !== undefined, "a fault of a guest begins only where it serves");
  return domain;
}

/** The guest enters this stage, in which it still serves for a time drawn from its type. */
function goDown(world: World, vm: VmTruth, stage: Stage, onset: "shutdown" | "overload"): void {
  enter(world, serving(vm), stage, vm.draws.draw(vm.type[onset], onset));
}

/** A guest that is still in one of these stages serves again. */
function serveAgain(world: World, vm: VmTruth, ...stages: readonly Stage[]): void {
  const domain = vm.domains.find(({ stage }) => stages.includes(stage));
  if (domain !== undefined) enter(world, domain, "serving");
}
