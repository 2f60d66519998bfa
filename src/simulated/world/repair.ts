// The effects of the crew's work, when it is done.

import { setCuts, setFeed, setGuestCuts, setStoreCuts, switchOff, switchOn } from "./hosts.ts";
import type { HostTruth, VmTruth, World } from "./state.ts";

/** Repairs the host: hardware, connections to networks and store, and power; and switches it on. */
export function repairHost(world: World, host: HostTruth): void {
  host.broken = false;
  host.boardSilences = 0;
  host.boardRefusals = 0;
  if (host.cuts > 0) setCuts(world, host, 0);
  connectGuests(world, host);
  if (!host.feed) setFeed(world, host, true, "human");
  switchOn(world, host);
}

/**
 * Makes the VM's disk bootable again, with free space, and connects the host where it runs to the guests' network and
 * the store. The controller, which is requested to, starts the VM.
 */
export function repairVm(world: World, vm: VmTruth): void {
  vm.bootable = true;
  vm.diskFull = false;
  for (const { host } of vm.domains) connectGuests(world, host);
}

function connectGuests(world: World, host: HostTruth): void {
  if (host.guestCuts > 0) setGuestCuts(world, host, 0);
  if (host.storeCuts > 0) setStoreCuts(world, host, 0);
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
