// The catalogue of faults: every kind once, with all its facts except its effect. Its effect on the simulated world is
// in simulated/world/faults; how it is injected and healed on real machines is in live/crash-test/faults. Each of these
// is a record over all kinds, so the compiler reports a missing kind. Families, the keys of a scenario, what healing
// has to do and the cases of tests are derived from this list; there is no other.

/** A parameter of a fault: a key of it in a scenario. */
export type Parameter =
  | { readonly kind: "choice"; readonly of: readonly [string, ...string[]]; readonly otherwise: string }
  /** A time above 0. */
  | { readonly kind: "duration" };

/**
 * What ends a fault. `duration`: it ends after its given duration. `fresh-boot`: the guest boots again, on any host.
 * `reinstall`: the disk is reinstalled. `layer-start` and `host-boot`: the virtual layer, or the whole host, starts
 * again. `by-itself`: it ends as soon as it has begun. `repair`: the humans who are called repair it.
 */
export type Ending = "duration" | "fresh-boot" | "reinstall" | "layer-start" | "host-boot" | "by-itself" | "repair";

type Facts = {
  /** What happens, for people: the beginning of its row in docs/scenario.md, and what an editor shows. */
  readonly what: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Whether one target may have several at a time. Then they are counted, and all of them must end. */
  readonly overlaps: boolean;
  /** What ends it; each of these suffices. If only `duration` does, the fault must be given a duration. */
  readonly endedBy: readonly [Ending, ...Ending[]];
  /** Whether it can interrupt a service, by itself or because a host is fenced for it. */
  readonly takesService: boolean;
};

type VmFaultFacts = Facts & {
  readonly affects: "vm";
  /** Which duration of the guest's type passes until its service is lost: see GuestType. */
  readonly onset: "none" | "shutdown" | "overload";
  /** Whether it is injected from inside the guest, which may continue to answer although it is broken. */
  readonly breaksGuest: boolean;
};

type HostFaultFacts = Facts & {
  readonly affects: "host";
  /** Whether the host may continue to run unobserved: a VM started elsewhere before this is healed may run twice. */
  readonly hidesHost: boolean;
};

/** A fault of something that the whole site shares. It has no target of its own. */
type SiteFaultFacts = Facts & { readonly affects: "site" };

/** A fault of the monitor that concerns one of its targets: a VM or a host. */
type MonitorFaultFacts = Facts & { readonly affects: "monitored" };

export type FaultFacts = VmFaultFacts | HostFaultFacts | SiteFaultFacts | MonitorFaultFacts;

const NONE = {} as const;

const VM_KINDS = {
  "guest-shutdown": {
    affects: "vm",
    what: "the guest shuts down in order, without a request",
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
    /** The resource that it exhausts. The simulated world makes no difference. */
    parameters: { by: { kind: "choice", of: ["cpu", "memory", "fork"], otherwise: "cpu" } },
    overlaps: false,
    endedBy: ["fresh-boot", "duration"],
    takesService: true,
    onset: "overload",
    breaksGuest: true,
  },
  "guest-kernel-crash": {
    affects: "vm",
    what: "kernel panic: the guest does not answer",
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
    what: "the hypervisor's daemon does not answer; its VMs continue to run",
    parameters: NONE,
    overlaps: false,
    endedBy: ["layer-start", "host-boot"],
    takesService: true,
    hidesHost: true,
  },
  "host-power-loss": {
    affects: "host",
    what: "the host's power feed fails",
    parameters: NONE,
    overlaps: false,
    endedBy: ["duration", "repair"],
    takesService: true,
    hidesHost: false,
  },
  "host-reboot": {
    affects: "host",
    what: "the host reboots by itself; its VMs end",
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
    what: "the host is cut off from the network; everything on it continues to run",
    parameters: NONE,
    overlaps: false,
    endedBy: ["duration", "repair"],
    takesService: true,
    hidesHost: true,
  },
  "guest-network-cut": {
    affects: "host",
    what: "the host's guests are cut off from the network; they continue to run, and the host answers",
    parameters: NONE,
    overlaps: true,
    endedBy: ["duration", "repair"],
    takesService: true,
    hidesHost: false,
  },
  "store-path-cut": {
    affects: "host",
    what: "the host cannot reach the shared store: its guests hang, and none can be started there",
    parameters: NONE,
    overlaps: true,
    endedBy: ["duration", "repair"],
    takesService: true,
    hidesHost: false,
  },
  "board-silent": {
    affects: "host",
    what: "the host's management board does not answer: fencing fails",
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
    what: "the whole network is down: nothing can reach anything",
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
    what: "probes of a VM or host fail although it is healthy",
    /** Answers of probes are this much late; without it, there are none. */
    parameters: { delay: { kind: "duration" } },
    overlaps: true,
    endedBy: ["duration"],
    takesService: true,
  },
} as const satisfies Record<string, MonitorFaultFacts>;

/** All kinds of faults, in the order in which they are listed everywhere. */
export const FAULTS = { ...VM_KINDS, ...HOST_KINDS, ...SITE_KINDS, ...MONITOR_KINDS } as const;
