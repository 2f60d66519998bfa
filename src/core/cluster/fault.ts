// The faults that can be injected: what kinds there are, what each may strike, and when.

import type { Law } from "../../base/random/law.ts";
import type { Duration, Instant } from "../../base/prelude/time.ts";

/** Faults of a VM's guest. */
export const VM_FAULTS = [
  /** An orderly shutdown that nobody of us asked for. */
  "guest-shutdown",
  /** The guest stops answering in time; lasts until it is rebooted, or `lasts`. */
  "guest-overload",
  /** Kernel panic. */
  "guest-kernel-crash",
  /** The guest answers, its service does not; until a reboot, or `lasts`. */
  "service-hang",
  /** `rm -rf /boot; reboot`: only a reinstall helps. */
  "boot-disk-destroyed",
  /** The domain's process dies at once. */
  "domain-killed",
] as const;

/** Faults of a physical host. */
export const HOST_FAULTS = [
  /** The hypervisor or its daemon dies. With `guests: die` (the default) its VMs die with it. */
  "virtual-layer-crash",
  /** The hypervisor's daemon answers nobody any more; its VMs run on. */
  "virtual-layer-hang",
  /** Power is lost, and the feed stays away for `lasts`. */
  "host-power-loss",
  /** The host reboots by itself; its VMs are gone. */
  "host-reboot",
  /** The host breaks: off, and not to be switched on before it is repaired: after `lasts`, or by the crew. */
  "host-broken",
  /** Cut off from the network, and everything on it runs on. For `lasts`. */
  "network-cut",
  /** The management board answers nothing, for `lasts`. */
  "board-silent",
  /** The management board answers, and refuses to switch its host on or off, for `lasts`. */
  "board-refuses",
] as const;

/** Faults of what all share. All for `lasts`. */
export const SITE_FAULTS = ["network-outage", "storage-outage", "provisioning-outage"] as const;

/**
 * Faults of the monitor: probes of the target (a VM or a host) fail though it is well, or are heard late, for `lasts`.
 */
export const MONITOR_FAULTS = ["monitor-false-alarm"] as const;

/** What an overload takes all of. The simulated world knows no difference: the service no longer answers in time. */
export const OVERLOADS = ["cpu", "memory", "fork"] as const;
export type Overload = (typeof OVERLOADS)[number];

export type FaultKind =
  | (typeof VM_FAULTS)[number]
  | (typeof HOST_FAULTS)[number]
  | (typeof SITE_FAULTS)[number]
  | (typeof MONITOR_FAULTS)[number];

export type VmFault = (typeof VM_FAULTS)[number];
export type HostFault = (typeof HOST_FAULTS)[number];
export type SiteFault = (typeof SITE_FAULTS)[number];

export const isVmFault = (kind: FaultKind): kind is VmFault => (VM_FAULTS as readonly string[]).includes(kind);
export const isHostFault = (kind: FaultKind): kind is HostFault => (HOST_FAULTS as readonly string[]).includes(kind);

export type Fault = {
  readonly kind: FaultKind;
  /** Names of VMs or hosts, as the kind wants; empty for faults of the whole site. */
  readonly on: readonly string[];
  /** Strike all of `on` at the same instant (a common cause), rather than each by its own clock. */
  readonly together: boolean;
  readonly when: When;
  /** How long it stays when nobody does anything about it; undefined: until it is repaired. */
  readonly lasts: Law | undefined;
  /** For virtual-layer-crash: whether the VMs of the host die with it. */
  readonly guests: "die" | "survive";
  /** For guest-overload: by what; undefined: by busy processes. */
  readonly by?: Overload;
  /** For monitor-false-alarm: probes are heard this much late; undefined: as silence. */
  readonly delay?: Duration;
};

export type When =
  | { readonly kind: "at"; readonly at: Instant }
  /** Time to the next fault of this kind, from the instant at which its target is well again after the last. */
  | { readonly kind: "every"; readonly law: Law };
