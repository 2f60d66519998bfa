// The status of a controller and its cluster, as plain data: for the status page, `3rc ctl status` and other programs.

import type { HostBelief, State, VmBelief } from "../../../core/controller/three-rc/beliefs.ts";
import type { Category } from "../../../core/controller/state-machines/categories.ts";
import type { ControllerState } from "../../../core/controller/state-machines/controller-states.ts";
import type { HostState } from "../../../core/controller/state-machines/host-states.ts";
import { VM_FACTS, type VmState } from "../../../core/controller/state-machines/vm-states.ts";
import { between, toSeconds, type Instant } from "../../../base/prelude/time.ts";
import type { Happening } from "./chronicle.ts";
import type { Holder } from "../leadership/holder.ts";
import type { Office } from "../office.ts";
import { isoTime } from "./wall-time.ts";

export type Status = {
  readonly schema: 1;
  readonly version: string;
  readonly cluster: string;
  /** How many of its hosts may fail, as it is set up. */
  readonly capacity: string;
  readonly at: string;
  /** This controller's own name. */
  readonly name: string;
  readonly role: "leader" | "standby";
  readonly leader:
    { readonly name: string; readonly machine: string; readonly pid: number; readonly term: number } | undefined;
  /** What only the leader knows. */
  readonly led: Led | undefined;
};

export type Led = {
  readonly since: string;
  /** The state of the controller itself. */
  readonly controller: ControllerState;
  readonly hosts: readonly HostStatus[];
  readonly vms: readonly VmStatus[];
  /** The latest first. */
  readonly alerts: readonly HappeningStatus[];
  readonly recent: readonly HappeningStatus[];
  readonly journal_bytes: number;
};

export type HostStatus = {
  readonly name: string;
  readonly state: HostState;
  readonly for_seconds: number;
  readonly vms: readonly string[];
};

export type VmStatus = {
  readonly name: string;
  readonly state: VmState;
  readonly for_seconds: number;
  readonly health: Health;
  /** The host where it is assumed to run. */
  readonly host: string;
  /** Other hosts where it may be running, since the contrary is not proven. */
  readonly maybe_on: readonly string[];
  readonly down_for_seconds: number | undefined;
  /** Why it is not up. */
  readonly because: string | undefined;
};

export type HappeningStatus = {
  readonly at: string;
  readonly subject: string;
  readonly kind: Happening["kind"];
  readonly what: string;
  readonly because: string;
  readonly outcome: string | undefined;
};

/** `up`: it serves. `down`: it is being recovered. `human`: it waits for one. `held`: in maintenance. */
export type Health = "up" | "down" | "human" | "held";

const HEALTH: Readonly<Record<Category, Health>> = {
  well: "up",
  "on-probation": "up",
  "in-doubt": "up",
  moving: "up",
  waiting: "down",
  blocked: "down",
  acting: "down",
  installing: "down",
  verifying: "down",
  dead: "down",
  "given-up": "human",
  held: "held",
};

/** The health of a VM in this state. */
function healthOf(state: VmState): Health {
  return HEALTH[VM_FACTS[state].category];
}

export type Standing = {
  readonly version: string;
  readonly cluster: string;
  readonly capacity: string;
  readonly self: Holder;
  readonly leader: { readonly term: number; readonly holder: Holder } | undefined;
  readonly office: Office | undefined;
};

export function statusOf({ version, cluster, capacity, self, leader, office }: Standing, at: Instant): Status {
  const { name, machine, pid } = leader?.holder ?? self;
  return {
    schema: 1,
    version,
    cluster,
    capacity,
    at: isoTime(at),
    name: self.name,
    role: office === undefined ? "standby" : "leader",
    leader: leader === undefined ? undefined : { name, machine, pid, term: leader.term },
    led: office === undefined ? undefined : ledOf(office, at),
  };
}

function ledOf({ state, since, chronicle, journal }: Office, at: Instant): Led {
  return {
    since: isoTime(since),
    controller: state.self.state,
    hosts: Object.values(state.hosts).map((host) => hostStatus(state, host, at)),
    vms: Object.values(state.vms).map((vm) => vmStatus(vm, at)),
    alerts: chronicle.alerts.map(happeningStatus).reverse(),
    recent: chronicle.recent.map(happeningStatus).reverse(),
    journal_bytes: journal.bytes,
  };
}

function hostStatus({ vms }: State, { name, state, since }: HostBelief, at: Instant): HostStatus {
  return {
    name,
    state,
    for_seconds: secondsSince(since, at),
    vms: Object.values(vms)
      .filter(({ host }) => host === name)
      .map((vm) => vm.name),
  };
}

function vmStatus({ name, state, since, host, places, downSince, why }: VmBelief, at: Instant): VmStatus {
  const health = healthOf(state);
  return {
    name,
    state,
    for_seconds: secondsSince(since, at),
    health,
    host,
    maybe_on: places.filter((place) => place !== host),
    down_for_seconds: downSince === null ? undefined : secondsSince(downSince, at),
    because: health === "up" || why === "" ? undefined : why,
  };
}

export function happeningStatus({ at, subject, kind, what, because, outcome }: Happening): HappeningStatus {
  return { at: isoTime(at), subject, kind, what, because, outcome };
}

function secondsSince(since: Instant, at: Instant): number {
  return Math.max(0, Math.round(toSeconds(between(since, at))));
}
