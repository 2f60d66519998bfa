// Builds the VMs of a scenario, each with a type and a home, and checks that each fits on some host, and that all VMs
// of a home fit on it together.

import type { HostSpec, VmSpec } from "../../cluster/site.ts";
import { SCENARIO_DEFAULTS } from "../defaults.ts";
import type { Path } from "../../../base/document/path.ts";
import { thereIsNo } from "../known.ts";
import { expanded, listed, type Listed } from "../../../base/document/names.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { WrittenCluster } from "../shape.ts";
import { sizeOf } from "../../../base/document/well-formed.ts";

type WrittenVm = WrittenCluster["vms"][string];

export type BuiltVm = {
  readonly site: VmSpec;
  /** The only hosts on which it may be; undefined: any. */
  readonly hosts: readonly string[] | undefined;
  readonly path: Path;
  readonly written: WrittenVm;
};

export function buildVms(
  cluster: WrittenCluster,
  hosts: readonly HostSpec[],
  types: readonly string[],
  complain: Complain,
): BuiltVm[] {
  const hostNames = new Set(hosts.map(({ name }) => name));
  const vms = expanded(cluster.vms, ["cluster", "vms"], "VM", complain).map(({ name, path, value, turn }) => {
    if (hostNames.has(name)) complain(path, `there is already a host ${name}`, true);
    if (turn === 0) checkVm(name, value, path, hosts, types, complain);
    return { path, written: value, site: vmSpec(name, value, turn, types), hosts: hostsOf(value) };
  });
  checkHomes(hosts, vms, complain);
  return vms;
}

/** The spec of VM number `turn` of a range; its homes are assigned round-robin. */
function vmSpec(
  name: string,
  { type, home, cpu, memory, disk, autostart }: WrittenVm,
  turn: number,
  types: readonly string[],
): VmSpec {
  const homes = listed(home, []).map((host) => host.name);
  return {
    name,
    type: type ?? types[0] ?? "",
    home: homes[turn % homes.length] ?? "",
    cpu,
    memory: sizeOf(memory),
    disk: sizeOf(disk ?? SCENARIO_DEFAULTS.vm.disk),
    autostart: autostart ?? SCENARIO_DEFAULTS.vm.autostart,
  };
}

function hostsOf({ hosts }: WrittenVm): readonly string[] | undefined {
  return hosts === undefined || hosts === "all" ? undefined : listed(hosts, []).map(({ name }) => name);
}

function checkVm(
  name: string,
  vm: WrittenVm,
  path: Path,
  hosts: readonly HostSpec[],
  types: readonly string[],
  complain: Complain,
): void {
  const { type, home: written, cpu, memory } = vm;
  const hostNames = hosts.map((host) => host.name);
  const homes = listed(written, [...path, "home"]);
  if (homes.length === 0) complain([...path, "home"], "expected at least one host");
  for (const home of homes)
    if (!hostNames.includes(home.name)) complain(home.path, thereIsNo("host", home.name, hostNames));
  if (hostsOf(vm) !== undefined) checkBound(name, vm, homes, path, hosts, complain);
  if (type === undefined && types.length !== 1)
    complain(path, `type is missing: expected one of ${types.join(", ")}`, true);
  if (type !== undefined && !types.includes(type)) complain([...path, "type"], thereIsNo("type", type, types));
  const fits = hosts.some((host) => host.cpu >= cpu && host.memory >= sizeOf(memory));
  if (!fits && hosts.length > 0)
    complain(path, `${name} fits on no host: none has ${cpu} cores and ${memory} of memory`, true);
}

/** Checks the hosts to which a VM is bound: they exist, each is large enough, and its homes are among them. */
function checkBound(
  name: string,
  { hosts: among = [], cpu, memory }: WrittenVm,
  homes: readonly Listed[],
  path: Path,
  hosts: readonly HostSpec[],
  complain: Complain,
): void {
  const named = listed(among, [...path, "hosts"]);
  named.forEach((each, i) => {
    const host = hosts.find((one) => one.name === each.name);
    if (host === undefined)
      complain(
        each.path,
        thereIsNo(
          "host",
          each.name,
          hosts.map((one) => one.name),
        ),
      );
    else if (named.findIndex((other) => other.name === each.name) !== i)
      complain(each.path, `${each.name} is named twice`);
    else if ((host.cpu < cpu || host.memory < sizeOf(memory)) && !homes.some((home) => home.name === host.name)) {
      complain(
        each.path,
        `${name} does not fit on ${host.name}: it needs ${cpu} of ${host.cpu} cores and ${sizeOf(memory) / 1e9} ` +
          `of ${host.memory / 1e9} GB`,
      );
    }
  });
  const stray = homes.find(
    (home) => hosts.some((host) => host.name === home.name) && !named.some((host) => host.name === home.name),
  );
  if (stray !== undefined) complain([...path, "hosts"], `expected ${stray.name} among them: it is a home`);
}

function checkHomes(hosts: readonly HostSpec[], vms: readonly BuiltVm[], complain: Complain): void {
  const free = new Map(hosts.map((host) => [host.name, { host, cpu: 0, memory: 0, full: false }]));
  for (const { site, path } of vms) {
    const home = free.get(site.home);
    if (home === undefined || home.full) continue;
    home.cpu += site.cpu;
    home.memory += site.memory;
    home.full = home.cpu > home.host.cpu || home.memory > home.host.memory;
    const alone = site.cpu > home.host.cpu || site.memory > home.host.memory;
    const beside = alone ? "it needs" : "beside the VMs before it: together they need";
    const [cpu, memory] = alone ? [site.cpu, site.memory] : [home.cpu, home.memory];
    if (home.full)
      complain(
        [...path, "home"],
        `${site.name} does not fit on ${site.home}${alone ? ":" : ""} ${beside} ${cpu} of ${home.host.cpu} cores ` +
          `and ${memory / 1e9} of ${home.host.memory / 1e9} GB`,
      );
  }
}
