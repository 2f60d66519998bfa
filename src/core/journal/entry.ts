// One line of a journal. Events and commands are all that a controller ever saw and said, so they alone replay it. What
// stands beside them is the truth: all of it in a simulation, and on real machines what was seen by others than the
// controller. docs/journal.md tells of every kind; schema.ts has the shapes by which files are checked.
//
// `subject` names what an entry is about, in one spelling: "vm/web1", "host/alfa01", "site" or "controller". A field
// named `host`, `from`, `to` or `running` holds plain names, since it says itself what they name.

import type { Duration, Instant } from "../../base/prelude/time.ts";
import type { FaultKind } from "../cluster/fault.ts";
import type { Answering, DomainEnd, DomainStart, Stage } from "../cluster/guest.ts";
import type { Invariant } from "../cluster/invariants.ts";
import type { Command } from "../controller/contract/command.ts";
import type { Event, HostName, Target, VmName } from "../controller/contract/event.ts";
import type { State } from "../controller/three-rc/beliefs.ts";

/** A new kind or field does not change the number; a changed meaning of one that there is does. */
export const JOURNAL_SCHEMA = { name: "3rc-journal", number: 1 } as const;

type VmSubject = `vm/${VmName}`;
type HostSubject = `host/${HostName}`;

type At<Kind extends string, What = unknown> = { readonly kind: Kind; readonly at: Instant } & What;

/** What a clock on the wall says at instant 0; times in microseconds. */
type JournalClock =
  | { readonly kind: "none" }
  /** So long after midnight. */
  | { readonly kind: "time-of-day"; readonly microseconds: Duration }
  /** 1 January 1970, 00:00 UTC. */
  | { readonly kind: "unix" };

/** The first line of a journal. `at`: when the controller was begun. */
export type Head = At<
  "head",
  {
    readonly schema: { readonly name: string; readonly number: number };
    /** Of the program that wrote it. */
    readonly version: string;
    /** Whether what follows is simulated, and so tells the whole truth, or happened on real machines. */
    readonly world: "simulated" | "real";
    readonly scenario: { readonly name: string; readonly hash: string };
    /** Null where nothing was drawn: a controller that runs as a service. */
    readonly seed: string | null;
    /** Number of the trial or replication, from 0. */
    readonly replication: number | null;
    readonly clock: JournalClock;
  }
>;

/** What the controller was told, and what it answered. */
export type TurnEntry = At<"event", { readonly event: Event }> | At<"command", { readonly command: Command }>;

/** Changes of the truth. */
export type TruthEntry =
  /** A copy of the VM runs on the host from now on. */
  | At<"domain-started", { readonly subject: VmSubject; readonly host: HostName; readonly how: DomainStart }>
  | At<"domain-ended", { readonly subject: VmSubject; readonly host: HostName; readonly how: DomainEnd }>
  /** The copy that ran on `from` runs on `host` from now on, and no longer on `from`. */
  | At<"migration-arrived", { readonly subject: VmSubject; readonly from: HostName; readonly host: HostName }>
  | At<"stage-entered", { readonly subject: VmSubject; readonly host: HostName; readonly stage: Stage }>
  | At<"host-off", { readonly subject: HostSubject }>
  /** It has power and begins to boot. */
  | At<"host-on", { readonly subject: HostSubject }>
  | At<"layer-down", { readonly subject: HostSubject }>
  | At<"layer-up", { readonly subject: HostSubject }>
  /** What an observer outside would hear from now on. `noticed`: when it was found out, on real machines. */
  | At<"answer-changed", { readonly subject: Target; readonly answer: Answering; readonly noticed?: Instant }>
  /** `cause`: the fault, or "controller"; null where it is not known. */
  | At<"service-lost", { readonly subject: VmSubject; readonly cause: string | null }>
  | At<"service-back", { readonly subject: VmSubject }>
  | At<
      "fault-begun",
      {
        readonly subject: Target | "site";
        readonly fault: FaultKind;
        readonly parameters: Readonly<Record<string, string | number>>;
      }
    >
  /** It has lasted its time. One that somebody repairs before, or that has no time, has no end of its own. */
  | At<"fault-ended", { readonly subject: Target | "site"; readonly fault: FaultKind }>
  | At<"invariant-violated", { readonly subject: Target; readonly invariant: Invariant; readonly because: string }>;

/** What the witness saw: only on real machines. */
export type WitnessEntry =
  /** The VMs that the host's hypervisor said to run there; null when it did not answer. */
  | At<"witnessed", { readonly subject: HostSubject; readonly running: readonly VmName[] | null }>
  /** Seen on one, then the other, then the first again, and then the other again: it was on both at once. */
  | At<"seen-twice", { readonly subject: VmSubject; readonly hosts: readonly [HostName, HostName] }>;

/** The whole state of a controller that runs as a service: what comes after it goes on from there. */
export type Snapshot = At<
  "snapshot",
  {
    /** Hash of what the controller was told of its cluster. */
    readonly settings: string;
    readonly state: State;
  }
>;

/** The last line of a journal that is whole: how many entries it has, head and this one included. */
type End = At<"end", { readonly entries: number }>;

export type Entry = Head | TurnEntry | TruthEntry | WitnessEntry | Snapshot | End;

/** Takes entries in the order in which they happen. */
export type Recorder = (entry: Entry) => void;

/** Whether it is part of what replays a controller. */
export function isTurnEntry(entry: Entry): entry is TurnEntry {
  return entry.kind === "event" || entry.kind === "command";
}
