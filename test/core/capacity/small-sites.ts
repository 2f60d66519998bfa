// Random small sites, and the answers about them by trying every placement.

import fc from "fast-check";
import type { Settings, VmSettings } from "../../../src/core/controller/contract/settings.ts";
import { GB, someSettings } from "../../builders/scenario.ts";

export type SmallVm = Partial<VmSettings> & { readonly name: string; readonly home: string };

/** A site of hosts and VMs with sizes in cores and GB; whatever is not said is small. */
export function siteOf(
  hosts: Readonly<Record<string, number>>,
  vms: readonly (SmallVm & { readonly gb?: number })[],
  rules: Partial<Pick<Settings, "apart" | "together" | "ladder">> = {},
): Settings {
  const base = someSettings();
  return {
    ...base,
    ...rules,
    hosts: Object.entries(hosts).map(([name, gb]) => ({ name, cpu: 16, memory: gb * GB })),
    vms: vms.map(({ gb = 4, ...vm }) => ({ ...base.vms[0], hosts: undefined, cpu: 1, memory: gb * GB, ...vm })),
  };
}

type Drawn = {
  readonly hosts: readonly { readonly cpu: number; readonly gb: number }[];
  readonly vms: readonly {
    readonly home: number;
    readonly cpu: number;
    readonly gb: number;
    readonly priority: number;
    readonly hosts: readonly boolean[] | null;
    readonly ceiling: "reboot" | "restart" | "reinstall";
  }[];
  readonly apart: readonly (readonly number[])[];
  readonly together: readonly (readonly number[])[];
};

const drawn: fc.Arbitrary<Drawn> = fc.integer({ min: 1, max: 4 }).chain((n) =>
  fc.integer({ min: 1, max: 6 }).chain((m) => {
    const lists = fc.array(fc.uniqueArray(fc.nat(m - 1), { minLength: 1, maxLength: 3 }), { maxLength: 2 });
    return fc.record({
      hosts: fc.array(fc.record({ cpu: fc.integer({ min: 2, max: 8 }), gb: fc.integer({ min: 4, max: 12 }) }), {
        minLength: n,
        maxLength: n,
      }),
      vms: fc.array(
        fc.record({
          home: fc.nat(n - 1),
          cpu: fc.integer({ min: 1, max: 4 }),
          gb: fc.integer({ min: 1, max: 6 }),
          priority: fc.nat(2),
          hosts: fc.option(fc.array(fc.boolean(), { minLength: n, maxLength: n }), { freq: 4 }),
          ceiling: fc.constantFrom("reinstall", "reinstall", "reinstall", "restart", "reboot"),
        }),
        { minLength: m, maxLength: m },
      ),
      apart: lists,
      together: lists,
    });
  }),
);

/** Sites that a scenario could describe: every VM fits at home, and all rules hold at the beginning. */
export const smallSite: fc.Arbitrary<Settings> = drawn.map((site) => {
  const base = someSettings();
  const nameOf = (i: number) => `h${i}`;
  const hosts = site.hosts.map(({ cpu, gb }, i) => ({ name: nameOf(i), cpu, memory: gb * GB }));
  const free = hosts.map(({ cpu, memory }) => ({ cpu, memory }));
  const vms = site.vms.flatMap(({ home, cpu, gb, priority, hosts: bound, ceiling }, i): VmSettings[] => {
    const room = free[home];
    if (room.cpu < cpu || room.memory < gb * GB) return [];
    [room.cpu, room.memory] = [room.cpu - cpu, room.memory - gb * GB];
    const among = bound?.flatMap((is, host) => (is || host === home ? [nameOf(host)] : []));
    return [
      { ...base.vms[0], name: `v${i}`, home: nameOf(home), cpu, memory: gb * GB, priority, hosts: among, ceiling },
    ];
  });
  const homeOf = new Map(vms.map(({ name, home }) => [name, home]));
  const known = (lists: Drawn["apart"]) =>
    lists.map((list) => list.map((i) => `v${i}`).filter((name) => homeOf.has(name)));
  const apart = known(site.apart).filter((list) => new Set(list.map((name) => homeOf.get(name))).size === list.length);
  const together = known(site.together).filter((list) => new Set(list.map((name) => homeOf.get(name))).size === 1);
  return { ...base, hosts, vms, apart, together };
});

/** The least number of VMs that stay down after the failure, of all placements there are. Groups stay whole. */
export function leastDownByTrial(settings: Settings, failed: readonly string[], moveAll = false): number {
  const up = settings.hosts.filter(({ name }) => !failed.includes(name));
  const lost = settings.vms.filter(({ home }) => failed.includes(home));
  const moved = moveAll ? settings.vms : lost;
  const on = new Map(settings.vms.filter((vm) => !moved.includes(vm)).map(({ name, home }) => [name, home]));
  let least = Infinity;
  const tryFrom = (at: number): void => {
    if (at === moved.length) {
      if (isAllowed(settings, on)) least = Math.min(least, settings.vms.length - on.size);
      return;
    }
    const vm = moved[at];
    tryFrom(at + 1);
    if (vm.ceiling === "reboot" && lost.includes(vm)) return;
    for (const { name } of up) {
      on.set(vm.name, name);
      tryFrom(at + 1);
      on.delete(vm.name);
    }
  };
  tryFrom(0);
  return least;
}

/** Whether rooms, bindings and rules allow this. */
function isAllowed({ hosts, vms, apart, together }: Settings, on: ReadonlyMap<string, string>): boolean {
  const fits = hosts.every(({ name, cpu, memory }) => {
    const there = vms.filter((vm) => on.get(vm.name) === name);
    return there.reduce((sum, vm) => sum + vm.cpu, 0) <= cpu && there.reduce((sum, vm) => sum + vm.memory, 0) <= memory;
  });
  return (
    fits &&
    vms.every((vm) => vm.hosts === undefined || !on.has(vm.name) || vm.hosts.includes(on.get(vm.name) ?? "")) &&
    together.every((list) => new Set(list.map((name) => on.get(name))).size <= 1) &&
    apart.every((list) => {
      const there = list.flatMap((name) => on.get(name) ?? []);
      return new Set(there).size === there.length;
    })
  );
}
