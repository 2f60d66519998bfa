// Computes from the truth what a target answers, and calls the watcher when that has changed.

import type { Domain, HostTruth, VmTruth, World } from "./state.ts";
import type { Answering, Stage } from "../../core/cluster/guest.ts";

const STAGE_ANSWERS: Record<Stage, Answering> = {
  installing: "nothing",
  booting: "nothing",
  starting: "system",
  serving: "service",
  "shutting-down": "service",
  overloading: "service",
  "going-to-reboot": "service",
  overloaded: "nothing",
  crashed: "nothing",
  hung: "system",
  failing: "system",
  stuck: "nothing",
};

/** Whether the host is connected to the network. */
function connected(world: World, host: HostTruth): boolean {
  return host.cuts === 0 && world.networkOutages === 0;
}

/** Whether the host reaches the shared store. */
export function reachesStore(world: World, host: HostTruth): boolean {
  return world.storageOutages === 0 && host.storeCuts === 0;
}

/** Whether VMs can be started and moved on the host, by whoever reaches it. */
export function runsVms({ system, layer }: HostTruth): boolean {
  return system === "up" && layer === "up";
}

/** Whether commands reach the host's virtual layer and it can perform them. */
export function commandable(world: World, host: HostTruth): boolean {
  return runsVms(host) && connected(world, host);
}

/**
 * Recomputes what the VM answers to probes, and calls the watcher if it changed. Users get the same answer: `service`
 * means available.
 */
export function refreshVm(world: World, vm: VmTruth): void {
  const before = vm.answering;
  const now = vmAnswers(world, vm);
  if (now === before) return;
  vm.answering = now;
  if (before === "service") vm.cause = vm.lastFault;
  if (now === "service") vm.cause = null;
  world.watcher.vmChanged(vm, before);
}

function vmAnswers(world: World, vm: VmTruth): Answering {
  let best: Answering = "nothing";
  for (const domain of vm.domains) {
    const answer = domainAnswers(world, domain);
    if (answer === "service") return answer;
    if (answer === "system") best = answer;
  }
  return best;
}

function domainAnswers(world: World, domain: Domain): Answering {
  const { host, stage } = domain;
  const answers = reachesStore(world, host) && connected(world, host) && host.guestCuts === 0;
  return answers ? STAGE_ANSWERS[stage] : "nothing";
}

export function refreshHost(world: World, host: HostTruth): void {
  const before = host.answering;
  const now = host.system !== "up" || !connected(world, host) ? "nothing" : host.layer === "up" ? "service" : "system";
  if (now === before) return;
  host.answering = now;
  world.watcher.hostChanged(host, before);
}

/** Recomputes all answers, after something shared has changed. */
export function refreshAll(world: World): void {
  for (const host of world.hosts) refreshHost(world, host);
  for (const vm of world.vms) refreshVm(world, vm);
}
