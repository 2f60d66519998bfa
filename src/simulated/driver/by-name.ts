// Hosts and VMs of the world by name, for commands and faults, which name them.

import { check } from "../../base/prelude/check.ts";
import type { HostTruth, VmTruth, World } from "../world/state.ts";

export type ByName = { readonly hosts: ReadonlyMap<string, HostTruth>; readonly vms: ReadonlyMap<string, VmTruth> };

export function byNameOf(world: World): ByName {
  return {
    hosts: new Map(world.hosts.map((host) => [host.spec.name, host])),
    vms: new Map(world.vms.map((vm) => [vm.spec.name, vm])),
  };
}

/** The host or VM of this name; a Defect if there is none. */
export function known<T>(things: ReadonlyMap<string, T>, name: string): T {
  const thing = things.get(name);
  check(thing !== undefined, () => `${name} is named, but does not exist`);
  return thing;
}
