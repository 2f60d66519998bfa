// The lab as plain data: every name, address and path follows from the lab's name and folder, so that everything of a
// lab can be found and removed, even if the process that built it was killed.

import { join } from "node:path";
import { hash64Hex } from "../../base/prelude/hash.ts";
import { PATH } from "./needs.ts";

export type LabHost = {
  readonly name: string;
  readonly address: string;
  /** Address of its management board. */
  readonly board: string;
  /** libvirt's own name for the machine: migration refuses two machines with the same one. */
  readonly uuid: string;
  readonly namespace: string;
  /** Its port at the switch. */
  readonly port: string;
  /** Its disk: configuration and logs, which survive a power loss. */
  readonly folder: string;
};

export type LabVm = {
  readonly name: string;
  readonly hostType: string;
  /** Its home, where it is first started. */
  readonly host: string;
  readonly address: string;
  readonly mac: string;
  readonly uuid: string;
  readonly definition: string;
  readonly installDefinition: string;
  readonly disk: string;
  /** Log file of its serial line. */
  readonly console: string;
};

/** A machine of the lab that is not a host: a network namespace with one or more addresses. */
type LabMachine = { readonly namespace: string; readonly port: string; readonly addresses: readonly string[] };

export type LabPlan = {
  readonly name: string;
  readonly folder: string;
  /** The namespace of the switch, and the bridge in it. */
  readonly switch: { readonly namespace: string; readonly bridge: string };
  /** This machine's end of the wire to the switch: commands reach the lab without a wrapper. */
  readonly control: { readonly interface: string; readonly port: string; readonly address: string };
  /** The provisioning server, and the prefix of the lab's IPv6 network. */
  readonly infra: LabMachine & { readonly address: string; readonly ipv6Prefix: string; readonly folder: string };
  /** The management boards: separate machines, so that they survive an outage of the provisioning server. */
  readonly boards: LabMachine;
  readonly network: { readonly address: string; readonly prefix: number };
  readonly domain: string;
  readonly hosts: readonly LabHost[];
  readonly vms: readonly LabVm[];
  readonly paths: LabPaths;
};

export type LabPaths = {
  readonly bin: string;
  readonly log: string;
  readonly images: string;
  /** The shared store; the hosts see it at the same path, through a mount that can be stalled. */
  readonly store: string;
  /** virtlockd's leases: shared by the hosts, and outside the store, so that a stall does not affect them. */
  readonly leases: string;
  readonly boards: string;
  readonly identity: string;
  readonly knownHosts: string;
  readonly boardPassword: string;
  readonly inventory: string;
  /** Names and addresses of all machines: /etc/hosts in each host. */
  readonly hosts: string;
  /** Temporary files. */
  readonly temporary: string;
};

/** The interface of the provisioning server, of each host's wire, and of the boards, each in its own namespace. */
export const WIRE = "up0";
/** The bridge in each host, which connects its guests to the wire. */
export const HOST_BRIDGE = "br0";
/** An environment variable with the lab's folder, set for every process that the lab starts, to recognise them. */
export const LAB_MARK = "THREERC_LAB";

const HOSTS = ["alfa01", "alfa02", "alfa03"] as const;
const VMS = [
  ["gridce", "grid", "alfa01"],
  ["gridui", "grid", "alfa01"],
  ["gridse", "grid", "alfa02"],
  ["gridbdii", "grid", "alfa02"],
  ["web1", "webserver", "alfa03"],
  ["web2", "webserver", "alfa03"],
] as const;
const PREFIX = 24;

/**
 * Why a lab cannot have this name; undefined if it can. Interface names begin with it and have at most 15 characters.
 */
export function problemOfName(name: string): string | undefined {
  return /^[a-z0-9][a-z0-9-]{0,10}$/.test(name)
    ? undefined
    : `expected 1 to 11 lower-case letters, digits and hyphens as the name of a lab, not "${name}"`;
}

/** `name` must be valid, `folder` absolute. */
export function planLab(name: string, folder: string): LabPlan {
  const net = netOf(name);
  const at = (last: number) => `${net}.${last}`;
  const port = (of: string) => `p-${of}`;
  const hosts = HOSTS.map((host, i): LabHost => ({
    name: host,
    address: at(11 + i),
    board: at(21 + i),
    uuid: uuid("8000", i + 1),
    namespace: `${name}-${host}`,
    port: port(host),
    folder: join(folder, "hosts", host),
  }));
  const infra = {
    namespace: `${name}-infra`,
    port: port("infra"),
    address: at(1),
    addresses: [at(1)],
    ipv6Prefix: "fd00:3c::",
    folder: join(folder, "infra"),
  };
  return {
    name,
    folder,
    switch: { namespace: `${name}-switch`, bridge: "switch" },
    control: { interface: `${name}-lab`, port: port("control"), address: at(2) },
    infra,
    boards: { namespace: `${name}-boards`, port: port("boards"), addresses: hosts.map(({ board }) => board) },
    network: { address: at(0), prefix: PREFIX },
    domain: "lab.test", // .test is reserved for tests (RFC 2606)
    hosts,
    vms: VMS.map(([vm, hostType, host], i) => vmOf(vm, hostType, host, i + 1, at(101 + i), folder)),
    paths: pathsIn(folder),
  };
}

function vmOf(name: string, hostType: string, host: string, number: number, address: string, folder: string): LabVm {
  const store = join(folder, "store");
  return {
    name,
    hostType,
    host,
    address,
    mac: `52:54:00:3c:00:${number.toString(16).padStart(2, "0")}`, // QEMU's own prefix
    uuid: uuid("9000", number),
    definition: join(store, "definitions", `${name}.xml`),
    installDefinition: join(store, "definitions", `${name}.install.xml`),
    disk: join(store, "disks", `${name}.img`),
    console: join(folder, "consoles", `${name}.log`),
  };
}

function pathsIn(folder: string): LabPaths {
  const below = (path: string) => join(folder, path);
  return {
    bin: below("bin"),
    log: below("log"),
    images: below("images"),
    store: below("store"),
    leases: below("leases"),
    boards: below("boards"),
    identity: below("id_ed25519"),
    knownHosts: below("known_hosts"),
    boardPassword: below("ipmi-password"),
    inventory: below("inventory.yaml"),
    hosts: below("hosts.txt"),
    temporary: below("tmp"),
  };
}

/**
 * One of the 512 networks of 256 addresses in 198.18.0.0/15, which is reserved for tests of network equipment (RFC
 * 2544).
 */
function netOf(name: string): string {
  const number = Number.parseInt(hash64Hex(name).slice(0, 4), 16) % 512;
  return `198.${18 + (number >> 8)}.${number & 255}`;
}

function uuid(kind: string, number: number): string {
  return `00000000-0000-4000-${kind}-${String(number).padStart(12, "0")}`;
}

/** All network namespaces of the lab. */
export function namespacesOf({ switch: { namespace }, infra, boards, hosts }: LabPlan): readonly string[] {
  return [...hosts.map((host) => host.namespace), infra.namespace, boards.namespace, namespace];
}

/** The environment of every program that the lab starts. */
export function environmentOfLab({ folder, paths }: LabPlan): Readonly<Record<string, string>> {
  return { [LAB_MARK]: folder, TMPDIR: paths.temporary, PATH, HOME: "/root", LANG: "C" };
}
