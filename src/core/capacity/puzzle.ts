// The question whether VMs have places, apart from who places them: units (VMs that must be together) and hosts with
// their free room. What may be where is resolved in advance, so that solve.ts only has to search.

import type { HostName, VmName } from "../controller/contract/event.ts";
import { mayLeave } from "./may-leave.ts";
import type { Settings, VmSettings } from "../controller/contract/settings.ts";

export type Puzzle = {
  /** What is free on each host that is left. */
  readonly free: readonly { readonly cpu: number; readonly memory: number }[];
  readonly units: readonly Unit[];
};

/** VMs that get one host. */
export type Unit = {
  readonly vms: number;
  readonly cpu: number;
  readonly memory: number;
  /** Of each host: whether all of them may be there, as far as bindings and VMs that stay decide it. */
  readonly allowed: readonly boolean[];
  /** Units from which it must be apart, as positions. */
  readonly apart: readonly number[];
};

/** A question about the failure of these hosts. */
export type PlacementQuestion = {
  readonly failed: readonly HostName[];
  /** Which VMs are to be placed. */
  readonly movers: "of-failed-hosts" | "all";
  /** So many of them may stay down. */
  readonly without: number;
};

export function puzzleOf(settings: Settings, { failed, movers }: PlacementQuestion): Puzzle {
  const gone = new Set(failed);
  const hosts = settings.hosts.filter(({ name }) => !gone.has(name));
  const moved = settings.vms.filter(({ home }) => movers === "all" || gone.has(home));
  const stays = new Map(
    settings.vms.filter(({ home }) => movers !== "all" && !gone.has(home)).map(({ name, home }) => [name, home]),
  );
  const groups = togetherAmong(settings, moved);
  const unitOf = new Map(groups.flatMap((group, i) => group.map(({ name }) => [name, i] as const)));
  const free = new Map(hosts.map(({ name, cpu, memory }) => [name, { cpu, memory }]));
  for (const { name, home, cpu, memory } of settings.vms) {
    const host = stays.has(name) ? free.get(home) : undefined;
    if (host !== undefined) [host.cpu, host.memory] = [host.cpu - cpu, host.memory - memory];
  }
  const units = groups.map((group, at): Unit => {
    const others = group.flatMap(({ name }) => partners(settings.apart, name));
    const fixed = group
      .flatMap(({ name }) => partners(settings.together, name))
      .flatMap((name) => stays.get(name) ?? []);
    const taken = new Set(others.flatMap((name) => stays.get(name) ?? []));
    const sound =
      others.every((name) => unitOf.get(name) !== at) &&
      group.every((vm) => !gone.has(vm.home) || mayLeave(settings, vm));
    return {
      vms: group.length,
      cpu: group.reduce((sum, vm) => sum + vm.cpu, 0),
      memory: group.reduce((sum, vm) => sum + vm.memory, 0),
      allowed: hosts.map(
        ({ name }) =>
          sound &&
          !taken.has(name) &&
          fixed.every((home) => home === name) &&
          group.every((vm) => vm.hosts?.includes(name) ?? true),
      ),
      apart: [...new Set(others.flatMap((name) => unitOf.get(name) ?? []))],
    };
  });
  return { free: [...free.values()], units };
}

/** Those that share a list with the VM. */
export function partners(lists: readonly (readonly VmName[])[], vm: VmName): readonly VmName[] {
  return lists.filter((list) => list.includes(vm)).flatMap((list) => list.filter((name) => name !== vm));
}

/** All that must share a host with the VM, also by way of others, and itself. */
export function allTogether(together: Settings["together"], vm: VmName): ReadonlySet<VmName> {
  const names = new Set([vm]);
  for (const name of names) for (const mate of partners(together, name)) names.add(mate);
  return names;
}

/** The VMs in groups that must be together, also by way of a third; most VMs are alone. */
function togetherAmong({ together }: Settings, vms: readonly VmSettings[]): readonly (readonly VmSettings[])[] {
  const groups = new Map(vms.map((vm) => [vm.name, [vm]]));
  for (const list of together) {
    const joined = [...new Set(list.flatMap((name) => groups.get(name) ?? []))];
    const all = [...new Set(joined.flatMap(({ name }) => groups.get(name) ?? []))];
    for (const { name } of all) groups.set(name, all);
  }
  return [...new Set(groups.values())];
}
