// What humans do when they are called, once their work is done.

import { setCuts, setFeed, switchOff, switchOn } from "./hosts.ts";
import type { HostTruth, VmTruth, World } from "./state.ts";

/** The host is made whole, wired, powered and switched on. */
export function repairHost(world: World, host: HostTruth): void {
  host.broken = false;
  host.boardSilences = 0;
  host.boardRefusals = 0;
  if (host.cuts > 0) setCuts(world, host, 0);
  if (!host.feed) setFeed(world, host, true, "human");
  switchOn(world, host);
}

/**
 * The VM's disk is made bootable again, and room is made on it. Starting the VM is left to the controller, which is
 * asked to.
 */
export function repairVm(vm: VmTruth): void {
  vm.bootable = true;
  vm.diskFull = false;
}

/**
 * Whoever is asked for proof that a host is off goes and looks. One that works is plugged in again if it was cut off,
 * and else left alone; any other is made sure to be off. Says whether it is dead.
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
