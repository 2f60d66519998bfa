// The behaviour of a domain: how a running copy of a VM starts, passes through its stages, and ends.

import type { Phases } from "../../core/cluster/site.ts";
import { NO_TIME, type Duration } from "../../base/prelude/time.ts";
import { reachesStore, refreshVm } from "./answering.ts";
import { joinDownloads, leaveDownloads } from "./downloads.ts";
import { checkMemory, checkPower, checkRunsOnce } from "./invariants.ts";
import type { Domain, HostTruth, VmTruth, World } from "./state.ts";
import type { DomainEnd, DomainStart, Stage } from "../../core/cluster/guest.ts";

/** The VM's domain on this host, if there is one. */
export function domainOn(host: HostTruth, vm: VmTruth): Domain | undefined {
  return vm.domains.find((domain) => domain.host === host);
}

/** Whether the host has enough free memory for the VM. */
export function hasRoom(host: HostTruth, vm: VmTruth): boolean {
  return host.memoryUsed + vm.spec.memory <= host.spec.memory;
}

/** Powers up a copy of the VM on the host; it boots from its disk. */
export function startDomain(world: World, vm: VmTruth, host: HostTruth): Domain {
  const domain = addDomain(world, vm, host, "boot");
  boot(world, domain);
  return domain;
}

/** The host has booted: the VMs that are defined there and have autostart start, as far as there is room. */
export function autostart(world: World, host: HostTruth): void {
  for (const vm of world.vms) {
    if (vm.spec.autostart && vm.definedOn === host && reachesStore(world, host) && hasRoom(host, vm))
      startDomain(world, vm, host);
  }
}

/** A hard reset: the guest boots again, whatever it was doing. */
export function resetDomain(world: World, domain: Domain): void {
  cutShort(world, domain);
  boot(world, domain);
}

/** Powers up a copy of the VM that installs itself through the network, then boots. Its disk is erased at once. */
export function startInstall(world: World, vm: VmTruth, host: HostTruth): Domain {
  const domain = addDomain(world, vm, host, "install");
  vm.bootable = false;
  vm.diskFull = false;
  domain.install = "before";
  enter(world, domain, "installing", total(vm, vm.type.install.before, "install"));
  return domain;
}

/** Ends the copy at once, like a power loss. */
export function endDomain(world: World, domain: Domain, how: DomainEnd): void {
  cutShort(world, domain);
  remove(domain.vm.domains, domain);
  remove(domain.host.domains, domain);
  domain.host.memoryUsed -= domain.vm.spec.memory;
  world.watcher.domainEnded(domain, how);
  refreshVm(world, domain.vm);
}

export function endAllDomains(world: World, host: HostTruth, how: DomainEnd, cause: string): void {
  for (const domain of host.domains.slice()) {
    domain.vm.lastFault = cause;
    endDomain(world, domain, how);
  }
}

/** Moves the running copy to another host. */
export function moveDomain(world: World, domain: Domain, to: HostTruth): void {
  const from = domain.host;
  remove(from.domains, domain);
  from.memoryUsed -= domain.vm.spec.memory;
  domain.host = to;
  domain.vm.definedOn = to;
  to.domains.push(domain);
  to.memoryUsed += domain.vm.spec.memory;
  world.watcher.domainMoved(domain, from);
  checkMemory(world, to);
  checkPower(world, to);
  refreshVm(world, domain.vm);
}

/** The guest enters a stage, which it leaves after `lasting`, or not by itself. */
export function enter(world: World, domain: Domain, stage: Stage, lasting?: Duration): void {
  if (domain.timer !== null) world.future.cancel(domain.timer);
  domain.timer = lasting === undefined ? null : world.future.set("domain", domain, lasting);
  const before = domain.stage;
  domain.stage = stage;
  if (stage !== before || stage === "booting") world.watcher.staged(domain);
  refreshVm(world, domain.vm);
}

/** The time of a domain's stage is over. */
export function stageOver(world: World, domain: Domain): void {
  domain.timer = null;
  const { vm } = domain;
  switch (domain.stage) {
    case "booting":
      return enter(world, domain, "starting", total(vm, vm.type.service, "service"));
    case "starting":
      return enter(world, domain, vm.diskFull ? "failing" : "serving");
    case "shutting-down":
      return endDomain(world, domain, "shut-down");
    case "overloading":
      return enter(world, domain, "overloaded");
    case "going-to-reboot":
      return boot(world, domain);
    case "installing":
      return goOnInstalling(world, domain);
    case "serving":
    case "overloaded":
    case "crashed":
    case "hung":
    case "failing":
    case "stuck":
      return;
  }
}

/** The download of an installation is complete. */
export function downloaded(world: World, domain: Domain): void {
  domain.install = "after";
  enter(world, domain, "installing", total(domain.vm, domain.vm.type.install.after, "install"));
}

/** The installer of a domain cannot reach its server: it gives up, and the guest has no disk to boot from. */
export function loseInstaller(world: World, domain: Domain): void {
  cutShort(world, domain);
  enter(world, domain, "stuck");
}

function goOnInstalling(world: World, domain: Domain): void {
  if (domain.install === "before") {
    if (domain.host.guestCuts > 0) return loseInstaller(world, domain);
    domain.install = "download";
    joinDownloads(world, domain, domain.vm.type.install.download);
    return;
  }
  domain.install = null;
  domain.vm.bootable = true;
  world.watcher.installed(domain, true);
  boot(world, domain);
}

function boot(world: World, domain: Domain): void {
  const { vm } = domain;
  if (vm.bootable) enter(world, domain, "booting", total(vm, vm.type.boot, "boot"));
  else enter(world, domain, "stuck");
}

function addDomain(world: World, vm: VmTruth, host: HostTruth, how: DomainStart): Domain {
  let copy = 0;
  while (vm.domains.some((other) => other.copy === copy)) copy++;
  const domain: Domain = { vm, copy, host, stage: "booting", install: null, timer: null };
  vm.domains.push(domain);
  vm.definedOn = host;
  host.domains.push(domain);
  host.memoryUsed += vm.spec.memory;
  world.watcher.domainStarted(domain, how);
  checkRunsOnce(world, vm);
  checkMemory(world, host);
  checkPower(world, host);
  return domain;
}

/** Cancels what the domain was doing: its timer, its download and its installation. */
function cutShort(world: World, domain: Domain): void {
  if (domain.timer !== null) world.future.cancel(domain.timer);
  domain.timer = null;
  if (domain.install === null) return;
  if (domain.install === "download") leaveDownloads(world, domain);
  domain.install = null;
  world.watcher.installed(domain, false);
}

/** The total duration of phases: the sum of a draw of each. */
function total(vm: VmTruth, phases: Phases, stream: string): Duration {
  let sum = NO_TIME as number;
  for (const phase of phases) sum += vm.draws.draw(phase.takes, stream);
  return sum as Duration;
}

function remove(list: Domain[], domain: Domain): void {
  list.splice(list.indexOf(domain), 1);
}
