// The state machine of a VM, as a table. The meaning and facts of each state are in vm-states.ts.
//
// A signal that a state does not list must not reach it: if one does, the controller stops with a Defect.
// The diagram in docs/controller.md is generated from this table.

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
  /** The next command of the ladder, or a migration, is given now. */
  | "reboot"
  | "stop"
  | "start"
  | "reinstall"
  | "migrate"
  /**
   * The outcome of the command. `undelivered`: it did not reach the host, which is a symptom of the host, but only the
   * first time in an episode. `blocked`: something shared is missing. `lost`: the connection to the host broke, and the
   * effect is unknown; also only the first time. `expired`: the deadline of the state has passed.
   */
  | "done"
  | "failed"
  | "undelivered"
  | "blocked"
  | "lost"
  | "expired"
  /** Inspections found it running, or found it on no host. */
  | "located"
  | "absent"
  /** It has been up for `stableFor`. */
  | "stable"
  /** No rung is left; too many episodes. */
  | "exhausted"
  | "flapping"
  /** The controller was restarted while a command was under way, its effect awaited, or a human called. */
  | "interrupted"
  /** Requests of operators. */
  | "maintain"
  | "resume"
  | "release";

/** What is done in a transition, besides announcing it. Each is a function of the same name in vm.ts. */
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
 * Without proof that the VM is off it cannot be recovered, and no rung is used up: a refused stop never leads to an
 * erased disk.
 */
const unproven = to("blocked", "call-to-investigate");

/** A failed migration is not retried; a human is called. */
const astray = to("locating", "call-to-investigate", "locate");

/** These commands are repeated without an inspection, since whatever it found, they would be given again. */
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
