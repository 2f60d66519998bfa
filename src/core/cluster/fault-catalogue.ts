// The catalogue of faults: every kind once, with all that is known of it apart from what it does. What it does to the
// simulated world is in simulated/world/faults, how it is done and undone on real machines in live/crash-test/faults:
// each is one record over all kinds, so that a kind that is missing there is an error of the compiler. Families, the
// keys of a scenario, what healing has to do and what tests go through are derived from here: there is no other list.

/** A further choice that a fault of some kind leaves: a key of it in a scenario. */
export type Parameter =
  | { readonly kind: "choice"; readonly of: readonly [string, ...string[]]; readonly otherwise: string }
  /** A time above 0. */
  | { readonly kind: "duration" };

/**
 * What ends a fault. `duration`: its own end, after its time. `fresh-boot`: the guest boots again, on whichever host.
 * `reinstall`: only a new disk. `layer-start` and `host-boot`: the virtual layer, or the whole host, starts again.
 * `by-itself`: it is over as soon as it has begun. `repair`: the humans who are called.
 */
export type Ending = "duration" | "fresh-boot" | "reinstall" | "layer-start" | "host-boot" | "by-itself" | "repair";

type Facts = {
  /** What happens, for people: the beginning of its row in docs/scenario.md, and what an editor shows. */
  readonly what: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Whether several may be on one target at a time. Then they are counted, and all of them must end. */
  readonly overlaps: boolean;
  /** The least that ends it, each of these alone. Only `duration`: nobody repairs it, so it must have one. */
  readonly endedBy: readonly [Ending, ...Ending[]];
  /** Whether it can take a service away, by itself or because a host is fenced for it. */
  readonly takesService: boolean;
};

type VmFaultFacts = Facts & {
  readonly affects: "vm";
  /** Which time of the guest's type passes until its service is gone: see GuestType. */
  readonly onset: "none" | "shutdown" | "overload";
  /** Whether it is done from inside the guest, which may then go on to answer although it is the broken one. */
  readonly breaksGuest: boolean;
};

type HostFaultFacts = Facts & {
  readonly affects: "host";
  /** Whether the host may run on unseen: what is started elsewhere before this is undone may run twice. */
  readonly hidesHost: boolean;
};

/** Of what all share: such a fault has no target of its own. */
type SiteFaultFacts = Facts & { readonly affects: "site" };

/** Of the monitor, about one of its targets: a VM or a host. */
type MonitorFaultFacts = Facts & { readonly affects: "monitored" };

export type FaultFacts = VmFaultFacts | HostFaultFacts | SiteFaultFacts | MonitorFaultFacts;

const NONE = {} as const;

const VM_KINDS = {
  "guest-shutdown": {
    affects: "vm",
    what: "the guest shuts down in order, and nobody asked for it",
    parameters: NONE,
    overlaps: false,
    endedBy: ["fresh-boot"],
    takesService: true,
    onset: "shutdown",
    breaksGuest: false,
  },
  "guest-overload": {
    affects: "vm",
    what: "the service no longer answers in time",
    /** What it takes all of. The simulated world knows no difference. */
    parameters: { by: { kind: "choice", of: ["cpu", "memory", "fork"], otherwise: "cpu" } },
    overlaps: false,
    endedBy: ["fresh-boot", "duration"],
    takesService: true,
    onset: "overload",
    breaksGuest: true,
  },
  "guest-kernel-crash": {
    affects: "vm",
    what: "kernel panic: the guest answers nothing",
    parameters: NONE,
    overlaps: false,
    endedBy: ["fresh-boot"],
    takesService: true,
    onset: "none",
    breaksGuest: true,
  },
  "service-hang": {
    affects: "vm",
    what: "the guest answers, its service does not",
    parameters: NONE,
    overlaps: false,
    endedBy: ["fresh-boot", "duration"],
    takesService: true,
    onset: "none",
    breaksGuest: true,
  },
  "boot-disk-destroyed": {
    affects: "vm",
    what: "the boot disk is destroyed and the guest reboots: it never boots again",
    parameters: NONE,
    overlaps: false,
    endedBy: ["reinstall", "repair"],
    takesService: true,
    onset: "shutdown",
    breaksGuest: true,
  },
  "disk-full": {
    affects: "vm",
    what: "the disk is full: the guest answers, its service fails, also after a fresh boot",
    parameters: NONE,
    overlaps: false,
    endedBy: ["reinstall", "repair"],
    takesService: true,
    onset: "none",
    breaksGuest: true,
  },
  "domain-killed": {
    affects: "vm",
    what: "the VM's process dies at once",
    parameters: NONE,
    overlaps: false,
    endedBy: ["fresh-boot"],
    takesService: true,
    onset: "none",
    breaksGuest: false,
  },
} as const satisfies Record<string, VmFaultFacts>;

const HOST_KINDS = {
  "virtual-layer-crash": {
    affects: "host",
    what: "the hypervisor dies, with its VMs or without",
    parameters: { guests: { kind: "choice", of: ["die", "survive"], otherwise: "die" } },
    overlaps: false,
    endedBy: ["layer-start", "host-boot"],
    takesService: true,
    hidesHost: true,
  },
  "virtual-layer-hang": {
    affects: "host",
    what: "the hypervisor's daemon answers nobody; its VMs run on",
    parameters: NONE,
    overlaps: false,
    endedBy: ["layer-start", "host-boot"],
    takesService: true,
    hidesHost: true,
  },
  "host-power-loss": {
    affects: "host",
    what: "the host's power feed is gone",
    parameters: NONE,
    overlaps: false,
    endedBy: ["duration", "repair"],
    takesService: true,
    hidesHost: false,
  },
  "host-reboot": {
    affects: "host",
    what: "the host reboots by itself; its VMs are gone",
    parameters: NONE,
    overlaps: false,
    endedBy: ["by-itself"],
    takesService: true,
    hidesHost: false,
  },
  "host-broken": {
    affects: "host",
    what: "the host is off, and cannot be switched on",
    parameters: NONE,
    overlaps: false,
    endedBy: ["duration", "repair"],
    takesService: true,
    hidesHost: false,
  },
  "network-cut": {
    affects: "host",
    what: "the host is cut off from the network, and everything on it runs on",
    parameters: NONE,
    overlaps: false,
    endedBy: ["duration", "repair"],
    takesService: true,
    hidesHost: true,
  },
  "board-silent": {
    affects: "host",
    what: "the host's management board answers nothing: fencing fails",
    parameters: NONE,
    overlaps: true,
    endedBy: ["duration", "repair"],
    takesService: false,
    hidesHost: false,
  },
  "board-refuses": {
    affects: "host",
    what: "the host's management board answers, and refuses to switch it on or off: fencing fails",
    parameters: NONE,
    overlaps: true,
    endedBy: ["duration", "repair"],
    takesService: false,
    hidesHost: false,
  },
} as const satisfies Record<string, HostFaultFacts>;

const SITE_KINDS = {
  "network-outage": {
    affects: "site",
    what: "nobody hears anybody",
    parameters: NONE,
    overlaps: true,
    endedBy: ["duration"],
    takesService: true,
  },
  "storage-outage": {
    affects: "site",
    what: "no service of any VM works",
    parameters: NONE,
    overlaps: true,
    endedBy: ["duration"],
    takesService: true,
  },
  "provisioning-outage": {
    affects: "site",
    what: "no download proceeds",
    parameters: NONE,
    overlaps: true,
    endedBy: ["duration"],
    takesService: false,
  },
} as const satisfies Record<string, SiteFaultFacts>;

const MONITOR_KINDS = {
  "monitor-false-alarm": {
    affects: "monitored",
    what: "probes of a VM or host fail though it is well",
    /** Probes are heard this much late; without it, not at all. */
    parameters: { delay: { kind: "duration" } },
    overlaps: true,
    endedBy: ["duration"],
    takesService: true,
  },
} as const satisfies Record<string, MonitorFaultFacts>;

/** All kinds of faults, in the order in which they are listed everywhere. */
export const FAULTS = { ...VM_KINDS, ...HOST_KINDS, ...SITE_KINDS, ...MONITOR_KINDS } as const;
