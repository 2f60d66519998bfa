// Where a VM can be started: on a trusted host with room, apart from those it must be apart from, together with those
// it must be with. Among several the one with the largest share of memory free; ties go to the first name.

import type { HostBelief, State, VmBelief } from "./beliefs.ts";

/** The best host for the VM, or undefined. The host `shunned` is taken only where it is the only one. */
export function place(state: State, vm: VmBelief, shunned: string | undefined): HostBelief | undefined {
  let best: HostBelief | undefined;
  let fallback: HostBelief | undefined;
  for (const { name } of state.settings.hosts) {
    const host = state.hosts[name];
    if (!takes(state, host, vm)) continue;
    if (name === shunned) fallback = host;
    else if (best === undefined || roomier(host, best)) best = host;
  }
  return best ?? fallback;
}

/** Whether the VM may be started on the host now. */
export function takes(state: State, host: HostBelief, vm: VmBelief): boolean {
  if (host.state !== "up") return false;
  if (!host.vms.includes(vm.name) && (host.freeCpu < vm.settings.cpu || host.freeMemory < vm.settings.memory)) return false;
  return keepsApart(state, host, vm) && keepsTogether(state, host, vm);
}

function roomier(a: HostBelief, b: HostBelief): boolean {
  const [aFree, bFree] = [a.freeMemory / a.settings.memory, b.freeMemory / b.settings.memory];
  return aFree !== bFree ? aFree > bFree : a.name < b.name;
}

function keepsApart(state: State, host: HostBelief, vm: VmBelief): boolean {
  return state.settings.apart.every((list) => !list.includes(vm.name) || list.every((other) => other === vm.name || !host.vms.includes(other)));
}

function keepsTogether(state: State, host: HostBelief, vm: VmBelief): boolean {
  return state.settings.together.every(
    (list) => !list.includes(vm.name) || list.every((other) => other === vm.name || (boundTo(state, state.vms[other]) ?? host.name) === host.name),
  );
}

/** The host to which this VM binds its companions: none if it runs nowhere, or is itself to leave a host in maintenance. */
function boundTo(state: State, vm: VmBelief): string | undefined {
  if (vm.places.length === 0) return undefined;
  const host = vm.movingTo ?? vm.host;
  return state.hosts[host].state === "resting" ? undefined : host;
}
