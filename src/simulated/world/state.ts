// The truth: the state of the world at this instant. Objects with plain fields, changed only in this folder. A VM can
// run on two hosts here, because in the real world it can; that is a violation, not an impossibility.

import type { Duration, Instant } from "../../base/prelude/time.ts";
import type { Distribution } from "../../base/random/distribution.ts";
import type { Invariant } from "../../core/cluster/invariants.ts";
import type { Answering, DomainEnd, DomainStart, Stage } from "../../core/cluster/guest.ts";
import type { GuestType, HostSpec, SiteSpec, VmSpec } from "../../core/cluster/site.ts";

/** One running copy of a VM on a host. */
export type Domain = {
  readonly vm: VmTruth;
  /** Distinguishes the copies of one VM: 0 for the only one. */
  readonly copy: number;
  host: HostTruth;
  stage: Stage;
  /** The part of an installation that is under way: phases before the download, the download, phases after it. */
  install: "before" | "download" | "after" | null;
  timer: Timer | null;
};

export type VmTruth = {
  readonly index: number;
  readonly target: `vm/${string}`;
  readonly draws: Draws;
  readonly spec: VmSpec;
  readonly type: GuestType;
  readonly domains: Domain[];
  /** The host on which it last ran: there it is defined, and starts by itself if it has autostart. */
  definedOn: HostTruth;
  /** Whether its disk can be booted from. */
  bootable: boolean;
  /** Whether its disk is full: the guest boots and answers, but its service fails, until the disk is replaced. */
  diskFull: boolean;
  answering: Answering;
  /** What interrupted the service (a fault's kind, or "controller"); null while it is available. */
  cause: string | null;
  /** The last fault or command that may interrupt its service. */
  lastFault: string;
  /** The number of faults of the monitor that lose this VM's answers. */
  probesLost: number;
  /** How late the monitor gets its answers. */
  late: Duration;
};

export type HostTruth = {
  readonly index: number;
  readonly target: `host/${string}`;
  readonly draws: Draws;
  readonly spec: HostSpec;
  readonly domains: Domain[];
  /** Bytes, of all its domains. */
  memoryUsed: number;
  feed: boolean;
  broken: boolean;
  system: "off" | "booting" | "up";
  layer: "down" | "starting" | "up";
  timer: Timer | null;
  /** Whether it has booted, and its virtual layer was not up since: then VMs with autostart start there. */
  autostarts: boolean;
  /** The numbers of faults that cut off: the host, the network of its guests, its path to the shared store. */
  cuts: number;
  guestCuts: number;
  storeCuts: number;
  boardSilences: number;
  boardRefusals: number;
  probesLost: number;
  late: Duration;
  answering: Answering;
};

export type World = {
  readonly site: SiteSpec;
  now: Instant;
  readonly hosts: readonly HostTruth[];
  readonly vms: readonly VmTruth[];
  networkOutages: number;
  storageOutages: number;
  readonly downloads: Downloads;
  readonly future: Future;
  readonly chance: Chance;
  readonly watcher: Watcher;
};

/** The provisioning server as a fluid model: see downloads.ts. */
type Downloads = {
  outages: number;
  /** Bytes that a client present from the beginning would have received. */
  level: number;
  levelAt: Instant;
  readonly clients: { readonly domain: Domain; readonly fullAt: number }[];
  timer: Timer | null;
};

/** The handle of a scheduled event, for cancelling it. */
export type Timer = number;

/** Schedules events of the world. It calls back with the same word and subject. */
export type Future = {
  set(what: "domain" | "host" | "download", subject: Domain | HostTruth | null, after: Duration): Timer;
  cancel(timer: Timer): void;
};

/** Draws the durations of one owner. Each purpose ("boot") has its own stream. */
export type Draws = { draw(distribution: Distribution, purpose: string): Duration };

/** The draws of each owner: "vm/gridce", "crew". */
export type Chance = { of(owner: string): Draws };

/** Called after each change of the world, when the state is consistent. */
export type Watcher = {
  vmChanged(vm: VmTruth, before: Answering): void;
  hostChanged(host: HostTruth, before: Answering): void;
  /** A fault of the monitor that affects probes of this target has begun or ended. */
  probingChanged(target: VmTruth | HostTruth): void;
  /** A domain has started; has ended; has arrived from another host by live migration. */
  domainStarted(domain: Domain, how: DomainStart): void;
  domainEnded(domain: Domain, how: DomainEnd): void;
  domainMoved(domain: Domain, from: HostTruth): void;
  /** The host went off or on; its virtual layer went down or came up. */
  powerChanged(host: HostTruth): void;
  layerChanged(host: HostTruth): void;
  /** A domain has entered another stage; its answer may be the same. */
  staged(domain: Domain): void;
  /** The installation of this domain is over: it boots from disk, or the installation was cut short. */
  installed(domain: Domain, whole: boolean): void;
  /** The target violates an invariant. */
  found(invariant: Invariant, target: VmTruth["target"] | HostTruth["target"], what: string): void;
};
