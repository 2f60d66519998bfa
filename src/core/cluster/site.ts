// The static description of a simulated data centre: what exists, how long things take, how actions fail. Plain data,
// made by core/scenario. Nothing here changes during a run; what changes is in simulated/world/state.ts.

import type { ActionKind } from "./actions.ts";
import type { Distribution } from "../../base/random/distribution.ts";
import type { Duration, Instant } from "../../base/prelude/time.ts";

export type SiteSpec = {
  readonly hosts: readonly HostSpec[];
  readonly vms: readonly VmSpec[];
  readonly guestTypes: Readonly<Record<string, GuestType>>;
  readonly groups: readonly Group[];
  readonly provisioning: ProvisioningSpec;
  readonly probing: ProbingSpec;
  readonly actions: Readonly<Record<ActionKind, ActionSpec>>;
  /** What becomes of single commands, whatever `actions` says of their kind. The first that fits one counts. */
  readonly fates: readonly FateSpec[];
  readonly crew: CrewSpec;
};

export type HostSpec = {
  readonly name: string;
  /** Cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  /** The phases from power on to an operating system that answers. */
  readonly boot: Phases;
  /** The phases from there to a virtual layer that runs VMs. */
  readonly layer: Phases;
  /** Whether the management board loses power together with the host. */
  readonly boardSharesPower: boolean;
  /** Whether it starts by itself when its power feed comes back. */
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
  /** Whether it starts by itself when the host boots on which it last ran. */
  readonly autostart: boolean;
};

/** Named phases in order. Each passage through a phase draws its duration from the phase's distribution. */
export type Phases = readonly { readonly name: string; readonly takes: Distribution }[];

/** How a guest of one type (the HINFO of the paper) boots, shuts down and is installed. */
export type GuestType = {
  /** The phases from power on to a guest that answers a ping. */
  readonly boot: Phases;
  /** The phases from there to a service that answers. */
  readonly service: Phases;
  /** An orderly shutdown: from the order to the loss of the service and the end of the domain. */
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

/** A group is available while at least `needs` of its members (VMs or other groups) are. */
export type Group = { readonly name: string; readonly members: readonly string[]; readonly needs: number };

export type ProvisioningSpec = {
  /** Bytes per second that the server can send in total, and that one client can receive. */
  readonly bandwidth: number;
  readonly perClient: number;
};

export type ProbingSpec = {
  /** How long the monitor waits for an answer. Not longer than the shortest probe interval. */
  readonly patience: Duration;
  /** Probability that one probe of a healthy target gets no answer. */
  readonly loss: number;
  /** Probability that one probe of an unhealthy target reports it as healthy. */
  readonly lie: number;
};

export type ActionSpec = {
  /** From the command to its effect. */
  readonly takes: Distribution;
  /**
   * Probabilities, with a sum of at most 1. `fails`: it reports a failure. `hangs`: no effect and no outcome. `silent`:
   * the effect, but no outcome.
   */
  readonly fails: number;
  readonly hangs: number;
  readonly silent: number;
};

/**
 * How a command may go. `works`: its effect, and its outcome. `hangs`: no effect and no outcome. `silent`: its effect,
 * and no outcome. The others are outcomes: all without an effect, except that `lost` may have one.
 */
export const FATES = ["works", "failed", "undelivered", "blocked", "lost", "hangs", "silent"] as const;
export type Fate = (typeof FATES)[number];

/** The scripted fate of commands of a kind. */
export type FateSpec = {
  readonly command: ActionKind;
  /** Which of them: those about this VM, on this host, to this one, given from and until these instants. */
  readonly vm: string | undefined;
  readonly host: string | undefined;
  readonly to: string | undefined;
  readonly from: Instant;
  readonly until: Instant | undefined;
  /** Only the nth of these, from 1; undefined: all. */
  readonly nth: number | undefined;
  readonly outcome: Fate;
  /** Of `lost`: whether it takes effect all the same. */
  readonly effect: boolean;
  /** From the command to its effect or outcome; undefined: as `actions` says. */
  readonly takes: Distribution | undefined;
};

/** The crew. Each alert that asks for a repair waits for a free member. */
export type CrewSpec = {
  readonly members: number;
  /** From the alert to the begin of the work, if a member is free. */
  readonly response: Distribution;
  /** The work, by task of the alert. */
  readonly repairVm: Distribution;
  readonly repairHost: Distribution;
  readonly proveDead: Distribution;
};
