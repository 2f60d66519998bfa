// What the server will serve, read from the inventory, or everything that prevents it. A machine that can be installed
// must be described completely; of others, only what is known is served.

import type { HostType, Inventory, ProvisioningEntry, VmEntry } from "../inventory/inventory.ts";
import { fits, type Hinfo } from "./hinfo.ts";
import { ipv4, Network } from "./network.ts";
import type { ProvisionOptions } from "./provisioning.ts";

export type Machine = {
  /** One label of a DNS name; the domain of the site follows it. */
  readonly name: string;
  readonly address: string;
  /** Undefined: DHCP does not answer it. */
  readonly mac: string | undefined;
  readonly hinfo: Hinfo | undefined;
  /** The host type that a network boot installs on it; undefined: none, it continues from its disk. */
  readonly install: string | undefined;
};

export type Served = {
  readonly server: ProvisioningEntry;
  readonly network: Network;
  readonly machines: readonly Machine[];
};

type Complain = (problem: string) => void;

/** `served` is valid only if there are no `problems`. */
export function servedBy(
  { vms, hosts }: Inventory,
  server: ProvisioningEntry,
  options: ProvisionOptions,
): { served: Served; problems: readonly string[] } {
  const problems: string[] = [];
  const complain: Complain = (problem) => problems.push(problem);
  const network = networkOf(server, complain);
  optionsAreSound(options, network, complain);
  for (const [name, type] of Object.entries(server.hostTypes)) hostTypeIsSound(name, type, complain);
  const named = hosts.flatMap(({ name, ssh }) =>
    ipv4(ssh.address) === undefined ? [] : [{ name, address: ssh.address }],
  );
  const machines = [
    ...named.map(({ name, address }) => ({
      name: labelOf(name, server.domain, complain),
      address,
      mac: undefined,
      hinfo: undefined,
      install: undefined,
    })),
    ...vms.map((vm) => machineOf(vm, server, network, complain)),
  ];
  distinct(machines, ({ name }) => name.toLowerCase(), "name", complain);
  distinct(machines, ({ address }) => address, "address", complain);
  distinct(machines, ({ mac }) => mac, "MAC address", complain);
  for (const vm of vms)
    if (vm.address === server.address)
      complain(`${vm.name}: has the address of the provisioning server: ${vm.address}`);
  return { served: { server, network, machines }, problems };
}

function networkOf({ address, prefix }: ProvisioningEntry, complain: Complain): Network {
  const number = ipv4(address);
  if (number === undefined) complain(`provisioning: expected an IPv4 address, as DHCP needs it, not "${address}"`);
  const network = new Network(number ?? 0, prefix);
  if (number !== undefined && !network.holds(number))
    complain(`provisioning: no machine of the network ${network} can have the address ${address}`);
  return network;
}

function optionsAreSound(
  { folder, router, ipv6Prefix, doneUrl }: ProvisionOptions,
  network: Network,
  complain: Complain,
): void {
  if (!/^\/[^\s"'#,\\]*$/.test(folder))
    complain(`folder: expected an absolute path without spaces, commas, quotes, # and \\, not "${folder}"`);
  if (router !== undefined && !inside(router, network))
    complain(`router: expected an address in the network ${network}, not "${router}"`);
  if (ipv6Prefix !== undefined && !/^[0-9a-f:]+::$/i.test(ipv6Prefix))
    complain(`ipv6Prefix: expected the prefix of an IPv6 network, as fd00:77::, not "${ipv6Prefix}"`);
  if (doneUrl !== undefined && !/^http:\/\/[^\s?]+$/.test(doneUrl))
    complain(`doneUrl: expected an http URL without a query, not "${doneUrl}"`);
}

function hostTypeIsSound(
  name: string,
  { os, kernel, initrd, root, kernelArguments }: HostType,
  complain: Complain,
): void {
  const at = `host type ${name}`;
  if (!fits(name) || !fits(os))
    complain(`${at}: expected its name and its os to have 1 to 255 bytes each, as HINFO records hold`);
  for (const [what, path] of Object.entries({ kernel, initrd, root })) {
    if (path.startsWith("/") || path.split("/").some((part) => part === ".." || part === ""))
      complain(`${at}: expected its ${what} as a path below the HTTP root, as images/vmlinuz, not "${path}"`);
  }
  for (const word of kernelArguments)
    if (!/^\S+$/.test(word)) complain(`${at}: expected each kernel argument as one word, not "${word}"`);
}

function machineOf(
  { name, address, mac, hostType, installDefinition }: VmEntry,
  { domain, hostTypes }: ProvisioningEntry,
  network: Network,
  complain: Complain,
): Machine {
  const type = Object.hasOwn(hostTypes, hostType) ? hostTypes[hostType] : undefined;
  if (installDefinition !== undefined) {
    if (mac === undefined) complain(`${name}: cannot be installed: it has no MAC address`);
    if (type === undefined) complain(`${name}: cannot be installed: there is no host type "${hostType}"`);
  }
  if (!inside(address, network)) complain(`${name}: expected an address in the network ${network}, not "${address}"`);
  return {
    name: labelOf(name, domain, complain),
    address,
    mac,
    hinfo: type && { cpu: hostType, os: type.os },
    install: installDefinition === undefined ? undefined : hostType,
  };
}

function inside(address: string, network: Network): boolean {
  const number = ipv4(address);
  return number !== undefined && network.holds(number);
}

/** Strips the domain of the site from a full name, so that gridce and gridce.sns.it are the same machine. */
function labelOf(name: string, domain: string, complain: Complain): string {
  const label = name.toLowerCase().endsWith(`.${domain.toLowerCase()}`) ? name.slice(0, -domain.length - 1) : name;
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label))
    complain(
      `${name}: is not a name in the DNS domain ${domain}: expected letters, digits and inner hyphens, 63 at most`,
    );
  return label;
}

function distinct(
  machines: readonly Machine[],
  of: (machine: Machine) => string | undefined,
  what: string,
  complain: Complain,
): void {
  const owners = new Map<string, string>();
  for (const machine of machines) {
    const value = of(machine);
    if (value === undefined) continue;
    const owner = owners.get(value);
    if (owner !== undefined) complain(`${machine.name}: has the same ${what} as ${owner}: ${value}`);
    owners.set(value, machine.name);
  }
}
