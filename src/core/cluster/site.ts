// The static description of a simulated data centre: what exists, how long things take, how actions go wrong.
// Plain data, made by the scenario room. Nothing here changes during a run; what changes is in state.ts.

import type { ActionKind } from "./actions.ts";
import type { Distribution } from "../../base/random/distribution.ts";
import type { Duration } from "../../base/prelude/time.ts";

export type SiteSpec = {
  readonly hosts: readonly HostSpec[];
  readonly vms: readonly VmSpec[];
  readonly guestTypes: Readonly<Record<string, GuestType>>;
  readonly groups: readonly Group[];
  readonly provisioning: ProvisioningSpec;
  readonly probing: ProbingSpec;
  readonly actions: Readonly<Record<ActionKind, ActionSpec>>;
  readonly crew: CrewSpec;
};

export type HostSpec = {
  readonly name: string;
  /** Cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  /** From power on to an operating system that answers, phase by phase. */
  readonly boot: Phases;
  /** From there to a virtual layer that runs VMs. */
  readonly layer: Phases;
  /** The management board dies with the host's power feed. */
  readonly boardSharesPower: boolean;
  /** Starts by itself when its power feed comes back. */
  readonly startsWithPower: boolean;
};

export type VmSpec = {
  readonly name: string;
  readonly type: string;
  readonly home: string;
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  /** Bytes. */
  readonly disk: number;
};

/** Named phases in order. A phase's law is drawn each time it is gone through. */
export type Phases = readonly { readonly name: string; readonly takes: Distribution }[];

/** What a guest of one host type (the HINFO of the paper) does when it boots, shuts down and is installed. */
export type GuestType = {
  /** From power on to a guest that answers a ping. */
  readonly boot: Phases;
  /** From there to a service that answers. */
  readonly service: Phases;
  /** An orderly shutdown: from the order to the loss of the service; the domain is gone then. */
  readonly shutdown: Distribution;
  /** From the beginning of an overload to a service that no longer answers in time. */
  readonly overload: Distribution;
  readonly install: {
    readonly before: Phases;
    /** Bytes fetched from the provisioning server, whose bandwidth all concurrent installs share. */
    readonly download: number;
    readonly after: Phases;
  };
};

/** Available while at least `needs` of its members (VMs or other groups) are. */
export type Group = { readonly name: string; readonly members: readonly string[]; readonly needs: number };

export type ProvisioningSpec = {
  /** Bytes a second that the server can send in all, and that one client can take. */
  readonly bandwidth: number;
  readonly perClient: number;
};

export type ProbingSpec = {
  /** How long the monitor waits before it calls silence an answer. Not longer than the shortest probe pace. */
  readonly patience: Duration;
  /** Probability that one probe of a target that is well hears nothing. */
  readonly loss: number;
  /** Probability that one probe of a target that is not well reports that it is. */
  readonly lie: number;
};

export type ActionSpec = {
  /** From the command to its effect. */
  readonly takes: Distribution;
  /**
   * Probabilities: it says no; nothing happens and nothing is said; it happens and nothing is said. Their sum is at
   * most 1.
   */
  readonly fails: number;
  readonly hangs: number;
  readonly silent: number;
};

/** The humans. Each alert that asks for a repair waits for a free one. */
export type CrewSpec = {
  readonly members: number;
  /** From the alert to the begin of the work, when someone is free. */
  readonly response: Distribution;
  /** The work, by task of the alert. */
  readonly repairVm: Distribution;
  readonly repairHost: Distribution;
  readonly proveDead: Distribution;
};
