// The state machine of a host, as a table. The meaning and facts of each state are in host-states.ts. The diagram in
// docs/controller.md is generated from this table.

import type { HostState } from "./host-states.ts";
import type { Transition, Table } from "./table.ts";

export type HostSignal =
  /** First failed probe; `fall` without any answer; `fall` without the layer; `rise` good ones, in doubt or down. */
  | "symptom"
  | "silent"
  | "layer-lost"
  | "relief"
  | "verified"
  /** The command that the state waits for is given now. */
  | "act"
  | "done"
  | "failed"
  | "expired"
  | "exhausted"
  | "interrupted"
  /** It has been up for `stableFor`. */
  | "stable"
  /** Requests of operators. */
  | "confirm-dead"
  | "maintain"
  | "resume";

export type HostAction =
  | "watch-closely"
  | "watch-calmly"
  | "watch-guests"
  | "leave-guests"
  | "begin-attempts"
  | "count-attempt"
  | "lose-vms"
  | "evacuate"
  | "bring-home"
  | "call-for-proof"
  | "call-for-repair"
  | "call-to-investigate";

type HostTransition = Transition<HostState, HostAction>;
const to = (state: HostState, ...actions: HostAction[]): HostTransition => ({ to: state, actions });

const proven = to("fenced", "begin-attempts", "lose-vms");
const rest = to("resting", "evacuate");

export const hostTable = {
  up: { symptom: to("suspected", "watch-closely"), maintain: rest },
  suspected: {
    relief: to("up", "watch-calmly"),
    silent: to("unreachable", "begin-attempts", "watch-guests"),
    "layer-lost": to("layer-down", "begin-attempts"),
    maintain: rest,
  },
  "layer-down": {
    act: to("mending"),
    verified: to("up", "watch-calmly"),
    expired: to("layer-down", "call-to-investigate"),
    exhausted: to("unreachable", "begin-attempts"),
    "confirm-dead": proven,
    maintain: rest,
  },
  mending: {
    done: to("mending"),
    verified: to("up", "watch-calmly"),
    failed: to("layer-down", "count-attempt"),
    expired: to("layer-down", "count-attempt"),
    interrupted: to("layer-down"),
    "confirm-dead": proven,
    maintain: rest,
  },
  unreachable: {
    act: to("fencing"),
    verified: to("up", "watch-calmly", "leave-guests"),
    expired: to("unreachable", "call-to-investigate"),
    exhausted: to("unfenced", "call-for-proof"),
    "confirm-dead": proven,
    maintain: rest,
  },
  fencing: {
    done: proven,
    failed: to("unreachable", "count-attempt"),
    expired: to("unreachable", "count-attempt"),
    interrupted: to("unreachable"),
    "confirm-dead": proven,
    maintain: rest,
  },
  unfenced: {
    expired: to("unreachable", "begin-attempts"),
    verified: to("returning"),
    interrupted: to("unfenced", "call-for-proof"),
    "confirm-dead": proven,
    maintain: rest,
  },
  fenced: {
    act: to("booting"),
    verified: to("returning"),
    exhausted: to("broken", "call-for-repair"),
    "confirm-dead": to("fenced"),
    maintain: rest,
  },
  booting: {
    done: to("booting"),
    verified: to("returning"),
    failed: to("fenced", "count-attempt"),
    expired: to("fenced", "count-attempt"),
    interrupted: to("fenced"),
    "confirm-dead": to("fenced"),
    maintain: rest,
  },
  broken: {
    expired: to("fenced", "begin-attempts"),
    verified: to("returning"),
    interrupted: to("broken", "call-for-repair"),
    "confirm-dead": to("broken"),
    maintain: rest,
  },
  returning: {
    stable: to("up", "watch-calmly", "leave-guests", "bring-home"),
    symptom: to("doubted", "watch-closely"),
    maintain: rest,
  },
  doubted: {
    relief: to("returning"),
    silent: to("unreachable", "begin-attempts", "watch-guests"),
    "layer-lost": to("layer-down", "begin-attempts"),
    maintain: rest,
  },
  resting: { resume: to("returning", "watch-closely"), "confirm-dead": to("resting", "lose-vms") },
} as const satisfies Table<HostState, HostSignal, HostAction>;
