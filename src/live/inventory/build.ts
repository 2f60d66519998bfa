// From a well-shaped file to an inventory: fills in defaults, makes paths absolute, resolves names, and checks
// everything that concerns several parts at once. Problems are collected; the inventory is valid only if there are
// none.

import { isAbsolute, join, normalize } from "node:path";
import { MINUTE } from "../../base/prelude/time.ts";
import type { Path } from "../../base/document/path.ts";
import { expandName } from "../../base/document/names.ts";
import type { Complain } from "../../base/document/problem.ts";
import { didYouMean } from "../../base/document/suggest.ts";
import { durationOf } from "../../base/document/well-formed.ts";
import type { FenceAgent, HostEntry, Inventory, PowerCommands, ServiceProbe, SshAccess, VmEntry } from "./inventory.ts";
import type { WrittenInventory, WrittenSsh } from "./shape.ts";

type WrittenHost = WrittenInventory["hosts"][string];
type WrittenVm = WrittenInventory["vms"][string];

/** Defaults of optional keys. */
export const INVENTORY_DEFAULTS = {
  user: "root",
  port: 22,
  ipmiPort: 623,
  ipmiCipher: 17, // HMAC-SHA256; the older suites are broken
  httpPort: 80,
  libvirt: "qemu:///system",
  restartLayer: ["systemctl", "restart", "libvirtd"],
  affectedVms: 1,
  fencesPerHour: 6, // more than one host in ten minutes is not an accident
  actionTimeout: 15 * MINUTE, // longer than any successful installation
} as const;

/** The inventory without its hash. Relative paths are resolved against `folder`. */
export function buildInventory(written: WrittenInventory, folder: string, complain: Complain): Omit<Inventory, "hash"> {
  const resolve = (path: string) => (isAbsolute(path) ? normalize(path) : join(folder, path));
  const access = (address: string, ...layers: readonly (WrittenSsh | undefined)[]) =>
    sshAccess(address, layers, resolve);
  const hosts = Object.entries(written.hosts).map(([name, host]) =>
    hostOf(name, host, written, access, resolve, complain),
  );
  const vms = Object.entries(written.vms).map(([name, vm]) => vmOf(name, vm, written, access, resolve, complain));
  for (const at of ["hosts", "vms"] as const) namesAreSound(Object.keys(written[at]), at, complain);
  if (hosts.length === 0) complain(["hosts"], "expected at least one host");
  unique(vms, ({ domain }) => domain, "domain", complain);
  unique(vms, ({ address }) => address, "address", complain);
  unique(vms, ({ mac }) => mac, "MAC address", complain);
  unique(vms, ({ disk }) => disk, "disk", complain);
  const { storage, provisioning, limits } = written;
  return {
    name: written.name,
    hosts,
    vms,
    storage: storage && {
      path: resolve(storage.path),
      unsafeMigration: storage.unsafeMigration ?? false,
      stall: storage.stall,
    },
    provisioning: provisioning && {
      ...provisioning,
      httpPort: provisioning.httpPort ?? INVENTORY_DEFAULTS.httpPort,
      hostTypes: Object.fromEntries(
        Object.entries(provisioning.hostTypes).map(([name, type]) => [
          name,
          { ...type, kernelArguments: type.kernelArguments ?? [] },
        ]),
      ),
      outage: provisioning.outage,
    },
    allow: allowed(written, complain),
    limits: {
      affectedVms: limits?.affectedVms ?? INVENTORY_DEFAULTS.affectedVms,
      fencesPerHour: limits?.fencesPerHour ?? INVENTORY_DEFAULTS.fencesPerHour,
      actionTimeout:
        limits?.actionTimeout === undefined
          ? (INVENTORY_DEFAULTS.actionTimeout as Inventory["limits"]["actionTimeout"])
          : durationOf(limits.actionTimeout),
    },
  };
}

type Access = (address: string, ...layers: readonly (WrittenSsh | undefined)[]) => SshAccess;
type Resolve = (path: string) => string;

/** Later layers override earlier ones. */
function sshAccess(address: string, layers: readonly (WrittenSsh | undefined)[], resolve: Resolve): SshAccess {
  const written: WrittenSsh = Object.assign({}, ...layers);
  return {
    address,
    port: written.port ?? INVENTORY_DEFAULTS.port,
    user: written.user ?? INVENTORY_DEFAULTS.user,
    identity: written.identity === undefined ? undefined : resolve(written.identity),
    knownHosts: written.knownHosts === undefined ? undefined : resolve(written.knownHosts),
    options: Object.assign({}, ...layers.map((layer) => layer?.options)),
  };
}

function hostOf(
  name: string,
  host: WrittenHost,
  { ssh }: WrittenInventory,
  access: Access,
  resolve: Resolve,
  complain: Complain,
): HostEntry {
  const reached = access(host.address, ssh, host.ssh);
  return {
    name,
    ssh: reached,
    libvirt: host.libvirt ?? INVENTORY_DEFAULTS.libvirt,
    migration: {
      uri: host.migration?.uri ?? `qemu+ssh://${reached.user}@${reached.address}/system`,
      transport: host.migration?.transport,
    },
    fence: fenceOf(host.fence, ["hosts", name, "fence"], access, resolve, complain),
    restartLayer: host.restartLayer ?? INVENTORY_DEFAULTS.restartLayer,
    network: host.network,
    storePath: host.storePath,
    silence: host.silence,
    refusal: host.refusal,
  };
}

function fenceOf(
  fence: WrittenHost["fence"],
  at: Path,
  access: Access,
  resolve: Resolve,
  complain: Complain,
): FenceAgent {
  onlyOne(fence, at, "to fence: ipmi, redfish, libvirt, ssh or command", complain);
  const { ipmi, redfish, libvirt, ssh, command } = fence;
  if (ipmi !== undefined) {
    const { port = INVENTORY_DEFAULTS.ipmiPort, cipher = INVENTORY_DEFAULTS.ipmiCipher } = ipmi;
    return { kind: "ipmi", ...ipmi, port, cipher, passwordFile: resolve(ipmi.passwordFile) };
  }
  if (redfish !== undefined) {
    return {
      kind: "redfish",
      ...redfish,
      passwordFile: resolve(redfish.passwordFile),
      ca: redfish.ca === undefined ? undefined : resolve(redfish.ca),
    };
  }
  if (libvirt !== undefined) return { kind: "libvirt", ...libvirt };
  if (ssh !== undefined) return { kind: "ssh", ...powerOf(ssh), ssh: access(ssh.ssh.address, ssh.ssh) };
  return { kind: "command", ...powerOf(command ?? { powerOff: [], powerOn: [], status: [] }) };
}

function powerOf({ powerOff, powerOn, status }: PowerCommands): PowerCommands {
  return { powerOff, powerOn, status };
}

function vmOf(
  name: string,
  vm: WrittenVm,
  { guestSsh, provisioning }: WrittenInventory,
  access: Access,
  resolve: Resolve,
  complain: Complain,
): VmEntry {
  const at = ["vms", name];
  const reached = guestSsh ?? vm.ssh;
  if (vm.probe.ssh !== undefined && reached === undefined)
    complain([...at, "probe", "ssh"], "its guest is not reached by SSH: guestSsh is missing");
  if (vm.installDefinition !== undefined && provisioning === undefined)
    complain(
      [...at, "installDefinition"],
      "there is no provisioning server to install it from: provisioning is missing",
    );
  if (
    provisioning !== undefined &&
    vm.installDefinition !== undefined &&
    !Object.hasOwn(provisioning.hostTypes, vm.hostType)
  ) {
    complain(
      [...at, "hostType"],
      `there is no host type "${vm.hostType}" in ` +
        `provisioning.hostTypes${didYouMean(vm.hostType, Object.keys(provisioning.hostTypes))}`,
    );
  }
  return {
    name,
    domain: vm.domain ?? name,
    address: vm.address,
    mac: vm.mac?.toLowerCase(),
    hostType: vm.hostType,
    probe: probeOf(vm.probe, [...at, "probe"], complain),
    ssh: reached === undefined ? undefined : access(vm.address, guestSsh, vm.ssh),
    definition: resolve(vm.definition),
    installDefinition: vm.installDefinition === undefined ? undefined : resolve(vm.installDefinition),
    disk: resolve(vm.disk),
    hang: vm.hang,
    expendable: vm.expendable ?? false,
  };
}

function probeOf(probe: WrittenVm["probe"], at: Path, complain: Complain): ServiceProbe {
  onlyOne(probe, at, "to probe: http, tcp, ssh or ping", complain);
  if (probe.http !== undefined) return { kind: "http", url: probe.http };
  if (probe.tcp !== undefined) return { kind: "tcp", port: probe.tcp };
  return probe.ssh === undefined ? { kind: "ping" } : { kind: "ssh", command: probe.ssh };
}

function onlyOne(choice: object, at: Path, what: string, complain: Complain): void {
  const chosen = Object.keys(choice).length;
  if (chosen !== 1) complain(at, `expected one way ${what}${chosen === 0 ? "" : `, found ${chosen}`}`, true);
}

function namesAreSound(names: readonly string[], at: string, complain: Complain): void {
  for (const name of names) {
    const read = expandName(name);
    if (typeof read === "string") complain([at, name], read, true);
    else if (read.length !== 1 || read[0] !== name)
      complain([at, name], "expected one name: each host and VM has an entry of its own", true);
  }
}

function unique(
  vms: readonly VmEntry[],
  of: (vm: VmEntry) => string | undefined,
  what: string,
  complain: Complain,
): void {
  const owners = new Map<string, string>();
  for (const vm of vms) {
    const value = of(vm);
    if (value === undefined) continue;
    const owner = owners.get(value);
    if (owner !== undefined) complain(["vms", vm.name], `has the same ${what} as ${owner}: ${value}`, true);
    owners.set(value, vm.name);
  }
}

function allowed({ allow, hosts, vms }: WrittenInventory, complain: Complain): Inventory["allow"] {
  const named = (list: "hosts" | "vms", known: readonly string[]) => {
    const written = allow[list] ?? [];
    if (written === "all") return new Set(known);
    written.forEach((name, i) => {
      if (!known.includes(name))
        complain(
          ["allow", list, i],
          `there is no ${list === "hosts" ? "host" : "VM"} "${name}"${didYouMean(name, known)}`,
        );
    });
    return new Set(written);
  };
  const result = { hosts: named("hosts", Object.keys(hosts)), vms: named("vms", Object.keys(vms)) };
  if (result.hosts.size + result.vms.size === 0)
    complain(["allow"], "allows nothing: name the hosts and VMs that may be touched", true);
  return result;
}
