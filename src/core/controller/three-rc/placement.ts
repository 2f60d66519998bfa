// Where a VM can be started: on a host that is up, that its settings allow, that has room, and that satisfies its
// affinity and anti-affinity. Of several, the one with the largest share of memory free; ties go to the first name.
//
// Placing a VM checks all hosts. Most are not better than the best so far, so that is checked first.

import { hostsOf, reachable, type HostBelief, type State, type VmBelief } from "./beliefs.ts";

/**
 * The best host for the VM, or undefined. The host `shunned` is chosen only if no other can take the VM, and then as
 * soon as it answers.
 */
export function place(state: State, vm: VmBelief, shunned: string | undefined): HostBelief | undefined {
  let best: HostBelief | undefined;
  for (const host of hostsOf(state)) {
    if ((best === undefined || roomier(host, best)) && host.name !== shunned && takes(state, host, vm)) best = host;
  }
  if (best !== undefined || shunned === undefined) return best;
  const fallback = state.hosts[shunned];
  return reachable(fallback) && suits(state, fallback, vm) ? fallback : undefined;
}

/** Whether the VM may be started on the host now. */
export function takes(state: State, host: HostBelief, vm: VmBelief): boolean {
  return host.state === "up" && suits(state, host, vm);
}

function suits(state: State, host: HostBelief, vm: VmBelief): boolean {
  return mayBeOn(vm, host) && hasRoom(host, [vm]) && keepsApart(state, host, vm) && keepsTogether(state, host, vm);
}

/** Whether the VM's settings allow this host. */
export function mayBeOn(vm: VmBelief, host: HostBelief): boolean {
  return vm.settings.hosts?.includes(host.name) ?? true;
}

function hasRoom(host: HostBelief, vms: readonly VmBelief[]): boolean {
  let [cpu, memory] = [host.freeCpu, host.freeMemory];
  for (const { name, settings } of vms) {
    if (host.vms.includes(name)) continue;
    cpu -= settings.cpu;
    memory -= settings.memory;
    if (cpu < 0 || memory < 0) return false;
  }
  return true;
}

function roomier(a: HostBelief, b: HostBelief): boolean {
  const aFree = a.freeMemory / a.settings.memory;
  const bFree = b.freeMemory / b.settings.memory;
  return aFree === bFree ? a.name < b.name : aFree > bFree;
}

/** Whether none of those from which the VM must be apart is on the host. */
export function keepsApart(state: State, host: HostBelief, vm: VmBelief): boolean {
  for (const list of state.settings.apart) {
    if (list.includes(vm.name) && list.some((other) => other !== vm.name && host.vms.includes(other))) return false;
  }
  return true;
}

/**
 * VMs that must share a host with it: those that run bind it to their host; those that do not run have to follow it,
 * so the host must be able to take them too.
 */
function keepsTogether(state: State, host: HostBelief, vm: VmBelief): boolean {
  for (const list of state.settings.together) {
    if (!list.includes(vm.name)) continue;
    const followers: VmBelief[] = [];
    for (const name of list) {
      if (name === vm.name) continue;
      const bound = boundTo(state, state.vms[name]);
      if (bound === undefined) followers.push(state.vms[name]);
      else if (bound !== host.name) return false;
    }
    if (
      !followers.every((each) => mayBeOn(each, host) && keepsApart(state, host, each)) ||
      !hasRoom(host, [vm, ...followers])
    )
      return false;
  }
  return true;
}

/** The host to which this VM binds those that must be with it: none if it runs nowhere, or has to leave its host. */
function boundTo(state: State, vm: VmBelief): string | undefined {
  if (vm.places.length === 0) return undefined;
  const host = vm.movingTo ?? vm.host;
  return state.hosts[host].state === "resting" ? undefined : host;
}
