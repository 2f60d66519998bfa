// One line of a journal. Events and commands are all that a controller received and gave, so a replay needs only these.
// The other entries are the truth: all of it in a simulation; on real machines what others than the controller
// observed. docs/journal.md describes every kind; shapes.ts has the shapes that files are checked against.
//
// `subject` names what an entry is about, in one spelling: "vm/web1", "host/alfa01", "site" or "controller". Fields
// named `host`, `from`, `to` or `running` hold plain names, since the field itself tells what they name.

import type { Duration, Instant } from "../../base/prelude/time.ts";
import type { FaultKind } from "../cluster/fault.ts";
import type { Answering, DomainEnd, DomainStart, Stage } from "../cluster/guest.ts";
import type { ControllerOutage, HandChange } from "../cluster/intervention.ts";
import type { Invariant } from "../cluster/invariants.ts";
import type { Command } from "../controller/contract/command.ts";
import type { Event, HostName, Target, VmName } from "../controller/contract/event.ts";
import type { State } from "../controller/three-rc/beliefs.ts";

/** A new kind or field does not change the number; a changed meaning of an existing one does. */
export const JOURNAL_SCHEMA = { name: "3rc-journal", number: 1 } as const;

type VmSubject = `vm/${VmName}`;
type HostSubject = `host/${HostName}`;

type At<Kind extends string, What = unknown> = { readonly kind: Kind; readonly at: Instant } & What;

/** The wall-clock time at instant 0; times in microseconds. */
type JournalClock =
  | { readonly kind: "none" }
  /** This long after midnight. */
  | { readonly kind: "time-of-day"; readonly microseconds: Duration }
  /** 1 January 1970, 00:00 UTC. */
  | { readonly kind: "unix" };

/** The first line of a journal. `at`: when the controller began. */
export type Head = At<
  "head",
  {
    readonly schema: { readonly name: string; readonly number: number };
    /** The version of the program that wrote it. */
    readonly version: string;
    /** `simulated`: the entries hold the whole truth. `real`: they happened on real machines. */
    readonly world: "simulated" | "real";
    readonly scenario: { readonly name: string; readonly hash: string };
    /** Null if no random numbers were used: a controller that runs as a service. */
    readonly seed: string | null;
    /** Number of the trial or replication, from 0. */
    readonly replication: number | null;
    readonly clock: JournalClock;
  }
>;

/** What the controller received, and what it answered. */
export type TurnEntry = At<"event", { readonly event: Event }> | At<"command", { readonly command: Command }>;

/** Changes of the truth. */
export type TruthEntry =
  /** From now on a copy of the VM runs on the host. */
  | At<"domain-started", { readonly subject: VmSubject; readonly host: HostName; readonly how: DomainStart }>
  | At<"domain-ended", { readonly subject: VmSubject; readonly host: HostName; readonly how: DomainEnd }>
  /** From now on the copy that ran on `from` runs on `host`, and no longer on `from`. */
  | At<"migration-arrived", { readonly subject: VmSubject; readonly from: HostName; readonly host: HostName }>
  | At<"stage-entered", { readonly subject: VmSubject; readonly host: HostName; readonly stage: Stage }>
  | At<"host-off", { readonly subject: HostSubject }>
  /** It has power and begins to boot. */
  | At<"host-on", { readonly subject: HostSubject }>
  | At<"layer-down", { readonly subject: HostSubject }>
  | At<"layer-up", { readonly subject: HostSubject }>
  /** The answer that a perfect probe would get from now on. `noticed`, on real machines: when this was observed. */
  | At<"answer-changed", { readonly subject: Target; readonly answer: Answering; readonly noticed?: Instant }>
  /** `cause`: the fault, or "controller"; null if it is not known. */
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
  /** The fault's duration is over. A fault that is repaired before, or has no duration, has no such entry. */
  | At<"fault-ended", { readonly subject: Target | "site"; readonly fault: FaultKind }>
  /** A human changed something, or tried to; whatever it changed has entries of its own. */
  | At<"changed-by-hand", { readonly subject: Target; readonly change: HandChange["kind"] }>
  /** There is no controller from now on, until its event `resumed`. */
  | At<"controller-down", { readonly subject: "controller"; readonly outage: ControllerOutage["kind"] }>
  | At<"invariant-violated", { readonly subject: Target; readonly invariant: Invariant; readonly because: string }>;

/** The observations of the witness: only on real machines. */
export type WitnessEntry =
  /** The VMs that run there according to the host's hypervisor; null if it did not answer. */
  | At<"witnessed", { readonly subject: HostSubject; readonly running: readonly VmName[] | null }>
  /** The VM was seen on one host, the other, the first again, and the other again: it ran on both at once. */
  | At<"seen-twice", { readonly subject: VmSubject; readonly hosts: readonly [HostName, HostName] }>;

/** The whole state of a controller that runs as a service. The entries after it continue from this state. */
export type Snapshot = At<
  "snapshot",
  {
    /** Hash of the controller's settings. */
    readonly settings: string;
    readonly state: State;
  }
>;

/** The last line of a complete journal: its number of entries, head and this one included. */
type End = At<"end", { readonly entries: number }>;

export type Entry = Head | TurnEntry | TruthEntry | WitnessEntry | Snapshot | End;

/** Takes entries in their order in time. */
export type Recorder = (entry: Entry) => void;

/** Whether the entry is needed to replay a controller. */
export function isTurnEntry(entry: Entry): entry is TurnEntry {
  return entry.kind === "event" || entry.kind === "command";
}
