// The virtual machines of a scenario: each with a type and a home, each fitting on some host, all of a home fitting together.

import type { HostSite, VmSite } from "../world/site.ts";
import { DEFAULTS } from "./defaults.ts";
import type { Path } from "./document.ts";
import { thereIsNo } from "./known.ts";
import { expanded, listed, type Listed } from "./names.ts";
import type { Complain } from "./problem.ts";
import type { WrittenCluster } from "./shape.ts";
import { sizeOf } from "./well-formed.ts";

type WrittenVm = WrittenCluster["vms"][string];

export type BuiltVm = { readonly site: VmSite; readonly path: Path; readonly written: WrittenVm };

export function buildVms(cluster: WrittenCluster, hosts: readonly HostSite[], types: readonly string[], complain: Complain): BuiltVm[] {
  const hostNames = new Set(hosts.map(({ name }) => name));
  const vms = expanded(cluster.vms, ["cluster", "vms"], "VM", complain).map(({ name, path, value, turn }) => {
    if (hostNames.has(name)) complain(path, `there is already a host ${name}`, true);
    if (turn === 0) checkVm(name, value, path, hosts, types, complain);
    return { path, written: value, site: vmSite(name, value, turn, types) };
  });
  checkHomes(hosts, vms, complain);
  return vms;
}

/** Of a range of VMs, number `turn` lives on the host whose turn it is. */
function vmSite(name: string, { type, on, cpu, memory, disk }: WrittenVm, turn: number, types: readonly string[]): VmSite {
  const homes = listed(on, []).map((home) => home.name);
  return { name, type: type ?? types[0] ?? "", home: homes[turn % homes.length] ?? "", cpu, memory: sizeOf(memory), disk: sizeOf(disk ?? DEFAULTS.vm.disk) };
}

function checkVm(name: string, { type, on, hosts: among, cpu, memory }: WrittenVm, path: Path, hosts: readonly HostSite[], types: readonly string[], complain: Complain): void {
  const hostNames = hosts.map((host) => host.name);
  const homes = listed(on, [...path, "on"]);
  if (homes.length === 0) complain([...path, "on"], "expected at least one host");
  for (const home of homes) if (!hostNames.includes(home.name)) complain(home.path, thereIsNo("host", home.name, hostNames));
  if (among !== undefined) checkAmong(name, listed(among, [...path, "hosts"]), homes, path, hostNames, complain);
  if (type === undefined && types.length !== 1) complain(path, `type is missing: expected one of ${types.join(", ")}`, true);
  if (type !== undefined && !types.includes(type)) complain([...path, "type"], thereIsNo("type", type, types));
  const fits = hosts.some((host) => host.cpu >= cpu && host.memory >= sizeOf(memory));
  if (!fits && hosts.length > 0) complain(path, `${name} fits on no host: none has ${cpu} cores and ${memory} of memory`, true);
}

/** Where a VM may be are hosts that there are, and its homes are among them. */
function checkAmong(name: string, among: readonly Listed[], homes: readonly Listed[], path: Path, hostNames: readonly string[], complain: Complain): void {
  for (const host of among) if (!hostNames.includes(host.name)) complain(host.path, thereIsNo("host", host.name, hostNames));
  const stray = homes.find((home) => hostNames.includes(home.name) && !among.some((host) => host.name === home.name));
  if (stray !== undefined) complain([...path, "hosts"], `expected ${stray.name} among them: ${name} is at home there`);
}

function checkHomes(hosts: readonly HostSite[], vms: readonly BuiltVm[], complain: Complain): void {
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
    if (home.full) complain([...path, "on"], `${site.name} does not fit on ${site.home}${alone ? ":" : ""} ${beside} ${cpu} of ${home.host.cpu} cores and ${memory / 1e9} of ${home.host.memory / 1e9} GB`);
  }
}
