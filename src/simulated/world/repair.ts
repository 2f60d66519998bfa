// The effects of the crew's work, when it is done.

import { setCuts, setFeed, switchOff, switchOn } from "./hosts.ts";
import type { HostTruth, VmTruth, World } from "./state.ts";

/** Repairs the host: hardware, network connection and power; and switches it on. */
export function repairHost(world: World, host: HostTruth): void {
  host.broken = false;
  host.boardSilences = 0;
  host.boardRefusals = 0;
  if (host.cuts > 0) setCuts(world, host, 0);
  if (!host.feed) setFeed(world, host, true, "human");
  switchOn(world, host);
}

/** Makes the VM's disk bootable again, with free space. The controller, which is requested to, starts the VM. */
export function repairVm(vm: VmTruth): void {
  vm.bootable = true;
  vm.diskFull = false;
}

/**
 * A human checks whether a host is off. A host that works is connected to the network again if it was cut off; any
 * other is switched off. Returns whether it is dead.
 */
export function attend(world: World, host: HostTruth): "dead" | "alive" {
  const works = host.system === "up" && host.layer === "up";
  if (works) {
    if (host.cuts > 0) setCuts(world, host, 0);
    return "alive";
  }
  switchOff(world, host, "human");
  return "dead";
}
