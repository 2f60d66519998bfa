// The truth: what there is and how it is at this instant. Objects with plain fields, changed only by the laws of this
// room. A VM may run in two places here, because in the real world it may; that is a finding, not an impossibility.

import type { Duration, Instant } from "../../base/prelude/time.ts";
import type { Distribution } from "../../base/random/distribution.ts";
import type { Invariant } from "../../core/cluster/invariants.ts";
import type { Answering, DomainEnd, DomainStart, Stage } from "../../core/cluster/guest.ts";
import type { GuestType, HostSpec, SiteSpec, VmSpec } from "../../core/cluster/site.ts";

/** One running copy of a VM on a host. */
export type Domain = {
  readonly vm: VmTruth;
  /** Tells the copies of one VM apart: 0 for the only one. */
  readonly copy: number;
  host: HostTruth;
  stage: Stage;
  /** What is left of an installation: phases before the download, the download, phases after it. */
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
  /** Whether its disk can be booted from. */
  bootable: boolean;
  /** Whether its disk is full: the guest boots and answers, and its service fails, until the disk is a new one. */
  diskFull: boolean;
  answering: Answering;
  /** What took the service away (a fault's kind, or "controller"); null while it is served. */
  cause: string | null;
  /** What was last done to it that may take its service away. */
  lastFault: string;
  /** Faults of the monitor that keep it from hearing this VM. */
  probesLost: number;
  /** How late the monitor hears of it. */
  late: Duration;
};

export type HostTruth = {
  readonly index: number;
  readonly target: `host/${string}`;
  readonly draws: Draws;
  readonly spec: HostSpec;
  readonly domains: Domain[];
  /** Bytes that its domains occupy. */
  memoryUsed: number;
  feed: boolean;
  broken: boolean;
  system: "off" | "booting" | "up";
  layer: "down" | "starting" | "up";
  timer: Timer | null;
  cuts: number;
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

/** The provisioning server as a fluid: see downloads.ts. */
type Downloads = {
  outages: number;
  /** Bytes that each client that was there all along has received since the beginning. */
  level: number;
  levelAt: Instant;
  readonly clients: { readonly domain: Domain; readonly fullAt: number }[];
  timer: Timer | null;
};

/** Handle of something that will happen by itself, unless it is cancelled. */
export type Timer = number;

/** Where the world puts what will happen by itself. It calls back with the same word and subject. */
export type Future = {
  set(what: "domain" | "host" | "download", subject: Domain | HostTruth | null, after: Duration): Timer;
  cancel(timer: Timer): void;
};

/** Where the durations of one owner come from. Each purpose ("boot") has a stream of its own. */
export type Draws = { draw(distribution: Distribution, purpose: string): Duration };

/** Whoever draws is an owner: "vm/gridce", "crew". */
export type Chance = { of(owner: string): Draws };

/** Who is told of what happens. Called after the change, with the state in order. */
export type Watcher = {
  vmChanged(vm: VmTruth, before: Answering): void;
  hostChanged(host: HostTruth, before: Answering): void;
  /** The monitor hears this target no longer, later, or again, whatever it answers. */
  probingChanged(target: VmTruth | HostTruth): void;
  /** A domain runs from now on, or no longer; it has arrived, running, from another host. */
  domainStarted(domain: Domain, how: DomainStart): void;
  domainEnded(domain: Domain, how: DomainEnd): void;
  domainMoved(domain: Domain, from: HostTruth): void;
  /** The host went off or on; its virtual layer went down or came up. */
  powerChanged(host: HostTruth): void;
  layerChanged(host: HostTruth): void;
  /** A domain has gone on to another stage; its answer may be the same. */
  staged(domain: Domain): void;
  /** The installation of this domain is over: it boots from disk, or it was cut short. */
  installed(domain: Domain, whole: boolean): void;
  /** A law of the world was broken by the target. */
  found(invariant: Invariant, target: VmTruth["target"] | HostTruth["target"], what: string): void;
};
