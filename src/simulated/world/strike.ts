// What each kind of fault does to the world, and what its end undoes. A fault strikes only what is well.

import { check } from "../../base/prelude/check.ts";
import type { Duration } from "../../base/prelude/time.ts";
import { refreshAll } from "./answering.ts";
import { endDomain, enter } from "./domains.ts";
import { setServerOutages } from "./downloads.ts";
import { SITE_FAULTS, type FaultKind, type HostFault, type SiteFault, type VmFault } from "../../core/cluster/fault.ts";
import { crashLayer, hostIsWell, setCuts, setFeed, switchOff, switchOn } from "./hosts.ts";
import type { Domain, HostTruth, VmTruth, World } from "./state.ts";

/** Whom a fault strikes: a VM, a host, or what all share (null). */
export type Victim = VmTruth | HostTruth | null;

const COUNTED: ReadonlySet<FaultKind> = new Set([
  ...SITE_FAULTS,
  "monitor-false-alarm",
  "board-silent",
  "board-refuses",
]);

/** Whether several faults of this kind may be on one victim at a time. They are counted, and all must be over. */
export const overlaps = (kind: FaultKind): boolean => COUNTED.has(kind);

/**
 * Whether the victim is well in what the fault would touch: only then does it strike, unless it is of a kind that
 * overlaps.
 */
export function canStrike(kind: FaultKind, victim: Victim): boolean {
  if (victim === null || overlaps(kind)) return true;
  return isVm(victim) ? victim.answering === "service" && servingDomain(victim) !== undefined : hostIsWell(victim);
}

export function strike(
  world: World,
  kind: FaultKind,
  victim: Victim,
  guests: "die" | "survive",
  delay?: Duration,
): void {
  if (victim === null) strikeSite(world, kind as SiteFault);
  else if (kind === "monitor-false-alarm") changeHearing(world, victim, 1, delay);
  else if (isVm(victim)) strikeVm(world, kind as VmFault, victim);
  else strikeHost(world, kind as HostFault, victim, guests);
}

/** The fault has lasted its time. What it broke for good stays broken. `delay` is that of the strike. */
export function relent(world: World, kind: FaultKind, victim: Victim, delay?: Duration): void {
  if (victim === null) return relentSite(world, kind as SiteFault);
  if (kind === "monitor-false-alarm") changeHearing(world, victim, -1, delay);
  else if (isVm(victim)) relentVm(world, kind as VmFault, victim);
  else relentHost(world, kind as HostFault, victim);
}

function changeHearing(world: World, victim: VmTruth | HostTruth, by: 1 | -1, delay: Duration | undefined): void {
  if (delay === undefined) victim.unheard += by;
  else victim.late = (victim.late + by * delay) as Duration;
  world.watcher.hearingChanged(victim);
}

function isVm(victim: VmTruth | HostTruth): victim is VmTruth {
  return "bootable" in victim;
}

function servingDomain(vm: VmTruth): Domain | undefined {
  return vm.domains.find(({ stage }) => stage === "serving");
}

function strikeVm(world: World, kind: VmFault, vm: VmTruth): void {
  const domain = servingDomain(vm);
  check(domain !== undefined, "only a VM that serves is struck");
  vm.struckBy = kind;
  takeDown(world, kind, domain);
}

function takeDown(world: World, kind: VmFault, domain: Domain): void {
  const { vm } = domain;
  const draw = (what: "shutdown" | "overload") => vm.draws.draw(vm.type[what], what);
  switch (kind) {
    case "guest-shutdown":
      return enter(world, domain, "shutting-down", draw("shutdown"));
    case "guest-overload":
      return enter(world, domain, "overloading", draw("overload"));
    case "guest-kernel-crash":
      return enter(world, domain, "crashed");
    case "service-hang":
      return enter(world, domain, "hung");
    case "boot-disk-destroyed":
      vm.bootable = false;
      return enter(world, domain, "going-to-reboot", draw("shutdown"));
    case "domain-killed":
      return endDomain(world, domain);
  }
}

function relentVm(world: World, kind: VmFault, vm: VmTruth): void {
  const passes = kind === "guest-overload" ? ["overloading", "overloaded"] : kind === "service-hang" ? ["hung"] : [];
  const domain = vm.domains.find(({ stage }) => passes.includes(stage));
  if (domain !== undefined) enter(world, domain, "serving");
}

function strikeHost(world: World, kind: HostFault, host: HostTruth, guests: "die" | "survive"): void {
  for (const domain of host.domains) domain.vm.struckBy = kind;
  switch (kind) {
    case "virtual-layer-crash":
      return crashLayer(world, host, guests, kind);
    case "virtual-layer-hang":
      return crashLayer(world, host, "survive", kind);
    case "host-power-loss":
      return setFeed(world, host, false, kind);
    case "host-reboot":
      switchOff(world, host, kind);
      switchOn(world, host);
      return;
    case "host-broken":
      host.broken = true;
      return switchOff(world, host, kind);
    case "network-cut":
      return setCuts(world, host, host.cuts + 1);
    case "board-silent":
      host.boardSilences++;
      return;
    case "board-refuses":
      host.boardRefusals++;
      return;
  }
}

function relentHost(world: World, kind: HostFault, host: HostTruth): void {
  switch (kind) {
    case "host-power-loss":
      return setFeed(world, host, true, kind);
    case "host-broken":
      host.broken = false;
      return;
    case "network-cut":
      return setCuts(world, host, host.cuts - 1);
    case "board-silent":
      host.boardSilences = Math.max(0, host.boardSilences - 1);
      return;
    case "board-refuses":
      host.boardRefusals = Math.max(0, host.boardRefusals - 1);
      return;
    case "virtual-layer-crash":
    case "virtual-layer-hang":
    case "host-reboot":
      return;
  }
}

function strikeSite(world: World, kind: SiteFault): void {
  for (const vm of world.vms) if (vm.answering === "service") vm.struckBy = kind;
  changeSite(world, kind, 1);
}

function relentSite(world: World, kind: SiteFault): void {
  changeSite(world, kind, -1);
}

function changeSite(world: World, kind: SiteFault, by: 1 | -1): void {
  switch (kind) {
    case "network-outage":
      world.networkOutages += by;
      break;
    case "storage-outage":
      world.storageOutages += by;
      break;
    case "provisioning-outage":
      return setServerOutages(world, world.downloads.outages + by);
  }
  check(world.networkOutages >= 0 && world.storageOutages >= 0, "an outage ended that had not begun");
  refreshAll(world);
}
