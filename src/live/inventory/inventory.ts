// An inventory: where the hosts and VMs of a scenario really are, how each is reached, probed, fenced and installed,
// and what may be touched at all. Checked, fully defaulted, plain data; made from YAML by parse.ts. Names of hosts and
// VMs are those of the scenario. Paths are absolute here; in the file they are relative to it.

import type { Duration } from "../../base/prelude/time.ts";

/** A program and its arguments, each a word of its own: never a line for a shell. */
export type Argv = readonly string[];

export type Inventory = {
  readonly name: string;
  /** Hash of the text, 16 hex digits. */
  readonly hash: string;
  readonly hosts: readonly HostEntry[];
  readonly vms: readonly VmEntry[];
  readonly storage: StorageEntry | undefined;
  readonly provisioning: ProvisioningEntry | undefined;
  readonly allow: Allowed;
  readonly limits: Limits;
};

/** How to reach something by SSH. Its host key must be in `knownHosts`; nothing is ever accepted on first sight. */
export type SshAccess = {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** Private key file; undefined: the user's own agent and configuration. */
  readonly identity: string | undefined;
  readonly knownHosts: string | undefined;
  /** Further options of ssh, as `-o` takes them. */
  readonly options: Readonly<Record<string, string>>;
};

export type HostEntry = {
  readonly name: string;
  readonly ssh: SshAccess;
  /** Of its libvirt, as `virsh -c` takes it on the host itself. */
  readonly libvirt: string;
  /** Where other hosts send a VM that migrates to this one, as `virsh migrate` takes it. */
  readonly migration: { readonly uri: string; readonly transport: string | undefined };
  readonly fence: FenceAgent;
  /** What starts the host's virtual layer again, run on the host. */
  readonly restartLayer: Argv;
  /**
   * What a fault needs to cut the host off and to join it again; undefined: that fault cannot be injected. Run here,
   * beside `3rc`.
   */
  readonly network: { readonly cut: Argv; readonly join: Argv } | undefined;
  /** Make the fence agent answer nobody, and answer again; run here. Undefined: that fault cannot be injected. */
  readonly silence: { readonly begin: Argv; readonly end: Argv } | undefined;
  /** Make the fence agent refuse, and obey again; run here. Undefined: that fault cannot be injected. */
  readonly refusal: { readonly begin: Argv; readonly end: Argv } | undefined;
};

/** Switches a host off and on, and sees whether it is. `off` is only ever believed when `status` says so afterwards. */
export type FenceAgent =
  | {
      readonly kind: "ipmi";
      readonly address: string;
      readonly port: number;
      readonly user: string;
      readonly passwordFile: string;
      readonly cipher: number;
    }
  /** `ca`: certificates in PEM that its own is signed with, or its own; undefined: those that the machine trusts. */
  | {
      readonly kind: "redfish";
      readonly url: string;
      readonly user: string;
      readonly passwordFile: string;
      readonly ca: string | undefined;
    }
  /** The host is itself a domain of another libvirt. */
  | { readonly kind: "libvirt"; readonly uri: string; readonly domain: string }
  /** Commands run on another machine that holds the switch. */
  | ({ readonly kind: "ssh"; readonly ssh: SshAccess } & PowerCommands)
  /** Commands run here, beside `3rc`. */
  | ({ readonly kind: "command" } & PowerCommands);

/** `status` prints a word: on or off. */
export type PowerCommands = { readonly powerOff: Argv; readonly powerOn: Argv; readonly status: Argv };

export type VmEntry = {
  readonly name: string;
  /** Of the libvirt domain; it is the same on whichever host it runs. */
  readonly domain: string;
  /** Of the guest. */
  readonly address: string;
  readonly mac: string | undefined;
  /** What kind of machine it is: the CPU of its HINFO record, and which installation it gets. */
  readonly hostType: string;
  readonly probe: ServiceProbe;
  /** How a fault gets into the guest; undefined: only faults from outside can be injected. */
  readonly ssh: SshAccess | undefined;
  /** Domain XML on the shared store, readable on every host: boots from its disk. */
  readonly definition: string;
  /** Domain XML of the same domain that boots once from the network; undefined: it cannot be reinstalled. */
  readonly installDefinition: string | undefined;
  /** The disk on the shared store, as every host sees it. */
  readonly disk: string;
  /**
   * Makes its service answer nobody while the guest is well, run in the guest. Undefined: that fault cannot be
   * injected.
   */
  readonly hang: Argv | undefined;
  /** Crash tests may break it. */
  readonly expendable: boolean;
};

/** Whether the service of a VM answers; that the guest itself does is seen by a ping. */
export type ServiceProbe =
  | { readonly kind: "http"; readonly url: string }
  | { readonly kind: "tcp"; readonly port: number }
  | { readonly kind: "ssh"; readonly command: Argv }
  | { readonly kind: "ping" };

type StorageEntry = {
  /** The folder of the shared store, as every host sees it. */
  readonly path: string;
  /**
   * Whether VMs migrate although libvirt cannot tell that their disks are safe there: a promise that all hosts see the
   * same bytes at once.
   */
  readonly unsafeMigration: boolean;
  /** Make every access to the store wait, and let it go on; run here. Undefined: that fault cannot be injected. */
  readonly stall: { readonly begin: Argv; readonly end: Argv } | undefined;
};

export type ProvisioningEntry = {
  readonly address: string;
  /** The DNS domain of the site. */
  readonly domain: string;
  /** Of the IPv4 network of the site, as 24. */
  readonly prefix: number;
  readonly httpPort: number;
  /** The interface on which the server serves. */
  readonly interface: string;
  /** Of the installer and of what it installs, by host type. */
  readonly hostTypes: Readonly<Record<string, HostType>>;
  /** Take the server away, and bring it back; run here. Undefined: that fault cannot be injected. */
  readonly outage: { readonly begin: Argv; readonly end: Argv } | undefined;
};

export type HostType = {
  /** The operating system of its HINFO record. */
  readonly os: string;
  /**
   * Kernel and first file system of the installer, and the archive that it unpacks on the disk: names below the HTTP
   * root.
   */
  readonly kernel: string;
  readonly initrd: string;
  readonly root: string;
  /** Further words for the kernel of the installer. */
  readonly kernelArguments: readonly string[];
};

/** Whatever is not named here is refused. */
type Allowed = { readonly hosts: ReadonlySet<string>; readonly vms: ReadonlySet<string> };

type Limits = {
  /** How many VMs a fault may affect at once. */
  readonly affectedVms: number;
  readonly fencesPerHour: number;
  /** How long one action of a driver may take before its process is ended. */
  readonly actionTimeout: Duration;
};
