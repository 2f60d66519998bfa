// The settings that a controller gets once, at the beginning: the cluster as its owner describes it, and the policy.
// Plain data.

import type { RungKind } from "../../cluster/rungs.ts";
import { MAX_DURATION, type Duration } from "../../../base/prelude/time.ts";
import { namesHost, type HostName, type Target, type VmName } from "./event.ts";

export type Settings = {
  readonly hosts: readonly HostSettings[];
  readonly vms: readonly VmSettings[];
  /** VMs of one list must never share a host (anti-affinity). */
  readonly apart: readonly (readonly VmName[])[];
  /** VMs of one list must always share a host (affinity). */
  readonly together: readonly (readonly VmName[])[];
  /** How VMs are probed, and hosts. */
  readonly probes: ProbeSettings;
  readonly hostProbes: ProbeSettings;
  /** The rungs in the order in which they are tried. */
  readonly ladder: readonly RungSettings[];
  /** A VM that fails again within this time after its recovery continues at the next rung. */
  readonly stableFor: Duration;
  /** More than `maxEpisodes` recoveries within `window` is flapping. */
  readonly maxEpisodes: number;
  readonly window: Duration;
  /** The largest number of VMs under recovery at the same time. */
  readonly maxConcurrent: number;
  readonly storm: StormSettings;
  readonly hostActions: HostActionSettings;
  /** Move a VM back to its home host when that is healthy again. */
  readonly failback: boolean;
  /** If a VM waits longer than this for a fence, a host or a slot, a human is called, once per episode. */
  readonly patience: Duration;
};

export type HostSettings = {
  readonly name: HostName;
  /** Cores, times the overcommitment that the owner allows. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
};

export type VmSettings = {
  readonly name: VmName;
  /** Where it runs at the beginning, and returns to if failback is on. */
  readonly home: HostName;
  /** The only hosts on which it may be started; undefined: any. */
  readonly hosts: readonly HostName[] | undefined;
  readonly cpu: number;
  readonly memory: number;
  /** Higher is served first. */
  readonly priority: number;
  /** The highest rung that may be applied to it: a reinstall destroys its disk. */
  readonly ceiling: RungKind;
};

export type ProbeSettings = {
  /** Between two probes of a healthy target. */
  readonly interval: Duration;
  /** Between two probes of a target in doubt or under recovery. */
  readonly retry: Duration;
  /** Consecutive failed probes that make a target down. */
  readonly fall: number;
  /** Consecutive good probes that make it up. */
  readonly rise: number;
};

export function probesOf(settings: Settings, target: Target): ProbeSettings {
  return namesHost(target) ? settings.hostProbes : settings.probes;
}

/** Whether `fall` failed probes fit into the longest time that is counted; if not, nothing is ever found to be down. */
export function findsDown({ fall, retry }: ProbeSettings): boolean {
  return fall * retry <= MAX_DURATION;
}

export type RungSettings = {
  readonly kind: RungKind;
  readonly attempts: number;
  /** From a command of the rung to verified service. The stop and the start of a restart each have it. */
  readonly timeout: Duration;
  /** From the end of the action to the first sign of life of the guest; undefined: only `timeout` counts. */
  readonly guestWithin: Duration | undefined;
};

type StormSettings = {
  /** When more than this share of all targets (0 to 1) goes down within `within`, the monitor itself is suspected… */
  readonly share: number;
  readonly within: Duration;
  /** …and nothing is done for this long, while probing goes on. */
  readonly hold: Duration;
};

type HostActionSettings = {
  readonly fence: AttemptSettings;
  readonly restartLayer: AttemptSettings;
  readonly powerOn: AttemptSettings;
  /** How long an inspection of a host may take, and a live migration. */
  readonly inspect: { readonly timeout: Duration };
  readonly migrate: { readonly timeout: Duration };
  /** A failed fence is retried after this long, without limit: a management board may come back. */
  readonly fenceAgainAfter: Duration;
  /**
   * A failed power-on is retried after this long, without limit: power may come back, or a human may repair the host.
   */
  readonly powerOnAgainAfter: Duration;
  /** A host that came back may take VMs again after this long without a failed probe. */
  readonly stableFor: Duration;
};

export type AttemptSettings = { readonly attempts: number; readonly timeout: Duration };
