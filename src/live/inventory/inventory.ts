// An inventory: where the hosts and VMs of a scenario really are, how each is reached, probed, fenced and installed,
// and what may be touched. Checked, fully defaulted, plain data; made from YAML by parse.ts. Names of hosts and VMs are
// those of the scenario. Paths are absolute here; in the file they are relative to its folder.

import type { Duration } from "../../base/prelude/time.ts";

/** A program and its arguments, one element each: never a line for a shell. */
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

/** How to reach something by SSH. Its host key must be in `knownHosts`; an unknown key is never accepted. */
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
  /** Connection URI of its libvirt, as `virsh -c` takes it on the host itself. */
  readonly libvirt: string;
  /** Where other hosts send a VM that migrates to this one, as `virsh migrate` takes it. */
  readonly migration: { readonly uri: string; readonly transport: string | undefined };
  readonly fence: FenceAgent;
  /** Restarts the host's virtual layer; run on the host. */
  readonly restartLayer: Argv;
  /**
   * Cut the host off the network and join it again; run on the machine of `3rc`. Undefined: the fault network-cut
   * cannot be injected.
   */
  readonly network: { readonly cut: Argv; readonly join: Argv } | undefined;
  /**
   * Cut the host's path to the shared store, and join it again; run on the machine of `3rc`. Undefined: the fault
   * store-path-cut cannot be injected.
   */
  readonly storePath: { readonly begin: Argv; readonly end: Argv } | undefined;
  /**
   * Silence the fence agent, and let it answer again; run on the machine of `3rc`. Undefined: the fault board-silent
   * cannot be injected.
   */
  readonly silence: { readonly begin: Argv; readonly end: Argv } | undefined;
  /**
   * Make the fence agent refuse commands, and obey again; run on the machine of `3rc`. Undefined: the fault
   * board-refuses cannot be injected.
   */
  readonly refusal: { readonly begin: Argv; readonly end: Argv } | undefined;
};

/** Switches a host off and on, and reports its status. A host counts as off only when `status` says so afterwards. */
export type FenceAgent =
  | {
      readonly kind: "ipmi";
      readonly address: string;
      readonly port: number;
      readonly user: string;
      readonly passwordFile: string;
      readonly cipher: number;
    }
  /**
   * `ca`: PEM file of the certificate authority, or of the board's own certificate; undefined: those that this machine
   * trusts.
   */
  | {
      readonly kind: "redfish";
      readonly url: string;
      readonly user: string;
      readonly passwordFile: string;
      readonly ca: string | undefined;
    }
  /** The host is itself a domain of another libvirt. */
  | { readonly kind: "libvirt"; readonly uri: string; readonly domain: string }
  /** Commands run on another machine that controls the power of the host. */
  | ({ readonly kind: "ssh"; readonly ssh: SshAccess } & PowerCommands)
  /** Commands run on the machine of `3rc`. */
  | ({ readonly kind: "command" } & PowerCommands);

/** `status` prints on or off. */
export type PowerCommands = { readonly powerOff: Argv; readonly powerOn: Argv; readonly status: Argv };

export type VmEntry = {
  readonly name: string;
  /** Name of the libvirt domain, the same on every host. */
  readonly domain: string;
  /** Address of the guest. */
  readonly address: string;
  readonly mac: string | undefined;
  /** The host type: the CPU field of its HINFO record, which selects its installation. */
  readonly hostType: string;
  readonly probe: ServiceProbe;
  /** SSH into the guest; undefined: only faults from outside can be injected. */
  readonly ssh: SshAccess | undefined;
  /** Domain XML on the shared store, readable on every host; boots from the disk. */
  readonly definition: string;
  /** Domain XML of the same domain that boots once from the network; undefined: the VM cannot be reinstalled. */
  readonly installDefinition: string | undefined;
  /** The disk on the shared store, as every host sees it. */
  readonly disk: string;
  /**
   * Makes the service hang while the guest stays healthy; run in the guest. Undefined: the fault service-hang cannot be
   * injected.
   */
  readonly hang: Argv | undefined;
  /** Crash tests may break it. */
  readonly expendable: boolean;
};

/** How to probe the service of a VM; the guest itself is probed by a ping. */
export type ServiceProbe =
  | { readonly kind: "http"; readonly url: string }
  | { readonly kind: "tcp"; readonly port: number }
  | { readonly kind: "ssh"; readonly command: Argv }
  | { readonly kind: "ping" };

type StorageEntry = {
  /** The folder of the shared store, as every host sees it. */
  readonly path: string;
  /**
   * Whether VMs migrate although libvirt cannot tell that their disks are safe: asserts that all hosts see the same
   * bytes at the same time.
   */
  readonly unsafeMigration: boolean;
  /**
   * Make every access to the store wait, and let it continue; run on the machine of `3rc`. Undefined: the fault
   * storage-outage cannot be injected.
   */
  readonly stall: { readonly begin: Argv; readonly end: Argv } | undefined;
};

export type ProvisioningEntry = {
  readonly address: string;
  /** The DNS domain of the site. */
  readonly domain: string;
  /** Prefix length of the site's IPv4 network, as 24. */
  readonly prefix: number;
  readonly httpPort: number;
  /** The network interface of the server. */
  readonly interface: string;
  /** Installer and installed system, by host type. */
  readonly hostTypes: Readonly<Record<string, HostType>>;
  /**
   * Make the server unavailable, and available again; run on the machine of `3rc`. Undefined: the fault
   * provisioning-outage cannot be injected.
   */
  readonly outage: { readonly begin: Argv; readonly end: Argv } | undefined;
};

export type HostType = {
  /** The operating system of its HINFO record. */
  readonly os: string;
  /** Kernel and initrd of the installer, and the archive that it unpacks on the disk: paths below the HTTP root. */
  readonly kernel: string;
  readonly initrd: string;
  readonly root: string;
  /** Further kernel arguments of the installer. */
  readonly kernelArguments: readonly string[];
};

/** What may be touched; everything else is refused. */
type Allowed = { readonly hosts: ReadonlySet<string>; readonly vms: ReadonlySet<string> };

type Limits = {
  /** The largest number of VMs that a fault may affect at once. */
  readonly affectedVms: number;
  readonly fencesPerHour: number;
  /** Timeout of one action of a driver. */
  readonly actionTimeout: Duration;
};
