// Inventories for tests of live mode: one host with one VM, as a site would write them; a test changes what matters.

import type { HostEntry, Inventory, SshAccess, VmEntry } from "../../src/live/inventory/inventory.ts";
import { MINUTE, type Duration } from "../../src/base/prelude/time.ts";

const NOWHERE: SshAccess = {
  address: "127.0.0.1",
  port: 1,
  user: "root",
  identity: undefined,
  knownHosts: undefined,
  options: {},
};

export function hostEntry(name: string, changes: Partial<HostEntry> = {}): HostEntry {
  return {
    name,
    ssh: NOWHERE,
    libvirt: "qemu:///system",
    migration: { uri: `qemu+ssh://root@${name}/system`, transport: undefined },
    fence: { kind: "command", powerOff: ["true"], powerOn: ["true"], status: ["echo", "off"] },
    restartLayer: ["true"],
    network: undefined,
    storePath: undefined,
    silence: undefined,
    refusal: undefined,
    ...changes,
  };
}

export function vmEntry(name: string, changes: Partial<VmEntry> = {}): VmEntry {
  return {
    name,
    domain: name,
    address: "127.0.0.1",
    mac: undefined,
    hostType: "grid",
    probe: { kind: "ping" },
    ssh: undefined,
    definition: `/san/${name}.xml`,
    installDefinition: undefined,
    disk: `/san/${name}.img`,
    hang: undefined,
    expendable: true,
    ...changes,
  };
}

/** All of it is allowed. */
export function inventoryOf(
  hosts: readonly HostEntry[],
  vms: readonly VmEntry[],
  changes: Partial<Inventory> = {},
): Inventory {
  return {
    name: "site",
    hash: "0",
    hosts,
    vms,
    storage: undefined,
    provisioning: undefined,
    allow: { hosts: new Set(hosts.map(({ name }) => name)), vms: new Set(vms.map(({ name }) => name)) },
    limits: { affectedVms: 1, fencesPerHour: 6, actionTimeout: MINUTE as Duration },
    ...changes,
  };
}
