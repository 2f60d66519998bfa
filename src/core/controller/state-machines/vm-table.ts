// The state machine of a VM, as a table. What each state means, and its facts, stand beside it in vm-states.ts.
//
// A signal that a state does not list cannot reach it: the machine stops with a defect rather than guess.
// docs/controller.md draws this table; the drawing is generated.

import type { Transition, Table } from "./table.ts";
import type { VmState } from "./vm-states.ts";

export type VmSignal =
  /** The first failed probe; `fall` of them; `rise` good ones while suspected; `rise` good ones while down. */
  | "symptom"
  | "confirmed"
  | "relief"
  | "verified"
  /** Its host is proven dead. */
  | "host-lost"
  /** Permission to give the next command of the ladder, or to migrate. */
  | "reboot"
  | "stop"
  | "start"
  | "reinstall"
  | "migrate"
  /** How the command went (`undelivered`: it did not reach the host, which is a symptom of the host, but only the first
   * time in an episode; `blocked`: something that all share is missing; `lost`: the way to the host broke meanwhile,
   * and nobody knows, also only the first time); `expired` is the end of a bounded wait. */
  | "done"
  | "failed"
  | "undelivered"
  | "blocked"
  | "lost"
  | "expired"
  /** Looking found it running, or not running anywhere. */
  | "located"
  | "absent"
  /** It has been up for `stableFor`. */
  | "stable"
  /** No rung is left; too many episodes. */
  | "exhausted"
  | "flapping"
  /** The controller was started again while a command was out, its effect awaited, or a human called. */
  | "interrupted"
  /** Operators. */
  | "maintain"
  | "resume"
  | "release";

/** What is done on the way, besides announcing it. Each is a function of the same name in vm.ts. */
export type VmAction =
  | "watch-closely"
  | "watch-calmly"
  | "open-episode"
  | "blame-host"
  | "climb"
  | "excuse"
  | "escalate"
  | "expect-service"
  | "close-episode"
  | "arrive"
  | "forget"
  | "expect-anywhere"
  | "locate"
  | "call-for-repair"
  | "call-again"
  | "call-to-investigate"
  | "begin-again"
  | "go-home";

type VmTransition = Transition<VmState, VmAction>;
const to = (state: VmState, ...actions: VmAction[]): VmTransition => ({ to: state, actions });

const underWay = {
  failed: to("queued", "climb"),
  undelivered: to("queued", "excuse"),
  blocked: to("blocked", "call-to-investigate"),
  lost: to("locating", "excuse", "locate"),
  expired: to("queued", "climb"),
  "host-lost": to("queued", "blame-host"),
  interrupted: to("locating", "locate"),
  maintain: to("resting"),
} as const;

/**
 * Without proof that it is off nothing can be done for it, and no rung is used up: no disk is erased because a stop was
 * refused.
 */
const unproven = to("blocked", "call-to-investigate");

/** A migration is not tried again by itself: whoever wanted it is told. */
const astray = to("locating", "call-to-investigate", "locate");

/** What can be given again as it was, and would be after any look, is. */
const again = to("queued", "excuse");

export const vmTable = {
  up: {
    symptom: to("suspected", "watch-closely"),
    "host-lost": to("queued", "open-episode", "blame-host"),
    migrate: to("migrating"),
    maintain: to("resting"),
  },
  suspected: {
    relief: to("up", "watch-calmly"),
    confirmed: to("queued", "open-episode"),
    "host-lost": to("queued", "open-episode", "blame-host"),
    maintain: to("resting"),
  },
  probation: {
    stable: to("up", "forget", "go-home"),
    symptom: to("relapsing", "watch-closely"),
    "host-lost": to("queued", "open-episode", "blame-host"),
    maintain: to("resting"),
  },
  relapsing: {
    relief: to("probation", "watch-calmly"),
    confirmed: to("queued", "open-episode", "escalate"),
    "host-lost": to("queued", "open-episode", "blame-host"),
    maintain: to("resting"),
  },
  queued: {
    reboot: to("rebooting"),
    stop: to("stopping"),
    start: to("starting"),
    reinstall: to("reinstalling"),
    verified: to("probation", "close-episode"),
    "host-lost": to("queued", "blame-host"),
    expired: to("queued", "call-to-investigate"),
    flapping: to("quarantined", "call-for-repair"),
    exhausted: to("handed-over", "call-for-repair"),
    maintain: to("resting"),
  },
  rebooting: { done: to("verifying", "expect-service"), ...underWay },
  stopping: { done: to("queued"), ...underWay, failed: unproven, lost: again, expired: unproven },
  starting: { done: to("verifying", "expect-service"), ...underWay },
  reinstalling: { done: to("verifying", "expect-service"), ...underWay, lost: again },
  verifying: {
    verified: to("probation", "close-episode"),
    expired: to("queued", "climb"),
    "host-lost": to("queued", "blame-host"),
    interrupted: to("locating", "locate"),
    maintain: to("resting"),
  },
  migrating: {
    done: to("up", "arrive"),
    failed: astray,
    undelivered: astray,
    blocked: astray,
    lost: astray,
    expired: astray,
    interrupted: astray,
    "host-lost": to("queued", "open-episode", "blame-host"),
    maintain: to("resting"),
  },
  locating: {
    located: to("verifying", "expect-service"),
    absent: to("queued"),
    expired: to("queued"),
    "host-lost": to("queued", "blame-host"),
    interrupted: to("locating", "locate"),
    maintain: to("resting"),
  },
  blocked: {
    expired: to("queued"),
    verified: to("probation", "close-episode"),
    "host-lost": to("queued", "blame-host"),
    maintain: to("resting"),
  },
  quarantined: {
    verified: to("locating", "expect-anywhere", "locate"),
    release: to("locating", "begin-again", "expect-anywhere", "locate"),
    "host-lost": to("quarantined"),
    interrupted: to("quarantined", "call-again"),
    maintain: to("resting"),
  },
  "handed-over": {
    verified: to("locating", "expect-anywhere", "locate"),
    release: to("locating", "begin-again", "expect-anywhere", "locate"),
    "host-lost": to("handed-over"),
    interrupted: to("handed-over", "call-again"),
    maintain: to("resting"),
  },
  resting: {
    resume: to("locating", "forget", "expect-anywhere", "locate"),
    "host-lost": to("resting"),
  },
} as const satisfies Table<VmState, VmSignal, VmAction>;
