// The first state of a world, a healthy site: every host is up, every VM serves at home.

import { NO_TIME, START } from "../../base/prelude/time.ts";
import { check } from "../../base/prelude/check.ts";
import type { HostSpec, SiteSpec } from "../../core/cluster/site.ts";
import type { Chance, Future, HostTruth, VmTruth, Watcher, World } from "./state.ts";

export function beginWorld(site: SiteSpec, future: Future, chance: Chance, watcher: Watcher): World {
  const hosts = site.hosts.map((host, index) => beginHost(host, index, chance));
  const byName = new Map(hosts.map((host) => [host.spec.name, host]));
  const vms: VmTruth[] = site.vms.map((vm, index) => {
    const type = site.guestTypes[vm.type];
    const host = byName.get(vm.home);
    check(type !== undefined && host !== undefined, () => `${vm.name} has no type or no home`);
    const target = `vm/${vm.name}` as const;
    const truth: VmTruth = {
      index,
      target,
      draws: chance.of(target),
      spec: vm,
      type,
      domains: [],
      definedOn: host,
      bootable: true,
      diskFull: false,
      answering: "service",
      cause: null,
      lastFault: "unknown",
      probesLost: 0,
      late: NO_TIME,
    };
    const domain = { vm: truth, copy: 0, host, stage: "serving" as const, install: null, timer: null };
    truth.domains.push(domain);
    host.domains.push(domain);
    host.memoryUsed += vm.memory;
    return truth;
  });
  const world: World = {
    site,
    now: START,
    hosts,
    vms,
    networkOutages: 0,
    storageOutages: 0,
    downloads: { outages: 0, level: 0, levelAt: START, clients: [], timer: null },
    future,
    chance,
    watcher,
  };
  for (const vm of vms) for (const domain of vm.domains) watcher.domainStarted(domain, "present");
  return world;
}

function beginHost(host: HostSpec, index: number, chance: Chance): HostTruth {
  const target = `host/${host.name}` as const;
  return {
    index,
    target,
    draws: chance.of(target),
    spec: host,
    domains: [],
    memoryUsed: 0,
    feed: true,
    broken: false,
    system: "up",
    layer: "up",
    timer: null,
    autostarts: false,
    cuts: 0,
    guestCuts: 0,
    storeCuts: 0,
    boardSilences: 0,
    boardRefusals: 0,
    probesLost: 0,
    late: NO_TIME,
    answering: "service",
  };
}
