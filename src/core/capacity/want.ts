// For want of what a VM stays down, read from the state in which the controller could not place it.

import type { DownVm, Want } from "./capacity.ts";
import type { HostBelief, State, VmBelief } from "../controller/three-rc/beliefs.ts";
import { mayLeave } from "./may-leave.ts";
import { keepsApart, mayBeOn } from "../controller/three-rc/placement.ts";
import { allTogether, partners } from "./puzzle.ts";

export function downVm(state: State, vm: VmBelief): DownVm {
  const { name, settings } = vm;
  const lower = state.settings.vms.filter(
    ({ name: other, priority }) => priority < settings.priority && runs(state, state.vms[other]),
  );
  return { vm: name, priority: settings.priority, want: wantOf(state, vm), lowerRunning: lower.length };
}

function wantOf(state: State, vm: VmBelief): Want {
  const { settings } = state;
  const up = settings.hosts.map(({ name }) => state.hosts[name]).filter((host) => host.state === "up");
  if (up.length === 0) return { kind: "no-host" };
  if (!mayLeave(settings, vm.settings)) return { kind: "ceiling", ceiling: vm.settings.ceiling };
  const allowed = up.filter((host) => mayBeOn(vm, host));
  if (allowed.length === 0) return { kind: "hosts", hosts: vm.settings.hosts ?? [] };
  const open = allowed.filter((host) => keepsApart(state, host, vm));
  if (open.length === 0) {
    const others = partners(settings.apart, vm.name).filter((other) =>
      allowed.some((host) => host.vms.includes(other)),
    );
    return { kind: "apart", from: [...new Set(others)] };
  }
  const mates = [...allTogether(settings.together, vm.name)]
    .filter((name) => name !== vm.name)
    .map((name) => state.vms[name]);
  const waiting = mates.filter((mate) => !runs(state, mate));
  const suited = open.filter(
    (host) =>
      waiting.every((mate) => mayBeOn(mate, host) && keepsApart(state, host, mate)) &&
      mates.every((mate) => waiting.includes(mate) || mate.host === host.name),
  );
  if (suited.length === 0) return { kind: "together", with: mates.map(({ name }) => name) };
  return missing(suited, [vm, ...waiting]);
}

/** What is missing on the host that comes nearest: by the larger of the two shares of its size. */
function missing(hosts: readonly HostBelief[], [vm, ...mates]: readonly VmBelief[]): Want {
  const all = [vm, ...mates];
  const lack = hosts.map((host) => {
    const cpu = Math.max(0, all.reduce((need, each) => need + each.settings.cpu, 0) - host.freeCpu);
    const memory = Math.max(0, all.reduce((need, each) => need + each.settings.memory, 0) - host.freeMemory);
    return { host, cpu, memory, share: Math.max(cpu / host.settings.cpu, memory / host.settings.memory) };
  });
  const [{ host, cpu, memory }] = lack.sort((a, b) => a.share - b.share);
  return { kind: "room", host: host.name, cpu, memory, with: mates.map(({ name }) => name) };
}

function runs(state: State, vm: VmBelief): boolean {
  return vm.places.some((place) => state.hosts[place].state === "up");
}
