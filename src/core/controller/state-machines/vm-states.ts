// The states of a VM: one row of facts for each. A state's row holds all that policy, measurement and pages need to
// know about it, so a state that is added here, with its transitions in vm-table.ts, works everywhere.

import type { VmActionKind } from "../../cluster/actions.ts";
import { row, type Category, type CategoryFacts } from "./categories.ts";

/** What is known of a state of a VM. */
export type VmFacts = CategoryFacts & {
  /** What kind of state it is, for reports. */
  readonly category: Category;
  /** Whether it holds a slot of the storm brake. */
  readonly holdsSlot: boolean;
  /** The action whose outcome is awaited; `inspect-host` may be under way on several hosts. */
  readonly awaits: VmActionKind | "inspect-host" | null;
  /** The deadline of the state. */
  readonly deadline: VmDeadline | null;
  /** Which probes count in it. */
  readonly movedBy: VmMovedBy;
  /** The result of the rung that was begun last: under way, helped, or in vain; null: not decided. */
  readonly rung: "under-way" | "helped" | "in-vain" | null;
};

/**
 * The deadline of a state: `stable`, the time after which its failure is forgotten; `patience`, the time after which a
 * human is called, once; `hold`, the hold of the storm brake; `rung`, the timeout of the rung; `service`, the timeout
 * of the guest's first sign of life, and then of the rung; `inspect` and `migrate`, the timeouts of these actions.
 */
type VmDeadline = "stable" | "patience" | "hold" | "rung" | "service" | "inspect" | "migrate";

/**
 * Which probes count in a state: `failed`, only failed ones; `all`; `good`, good ones, and the failed one that ends a
 * sequence of good ones; `good-if-placed`, the same, unless the VM is proven to run nowhere; `sign`, as `good`, and the
 * first sign of life of its guest; `none`.
 */
type VmMovedBy = "failed" | "all" | "good" | "good-if-placed" | "sign" | "none";

type Own = Omit<VmFacts, keyof CategoryFacts | "category">;

const quiet = { holdsSlot: false, awaits: null, deadline: null, movedBy: "none", rung: null } as const satisfies Own;
const commanded = { holdsSlot: true, deadline: "rung", movedBy: "none", rung: "under-way" } as const;

/** Every state, in the order in which a VM that fails passes through them. */
const STATES = {
  /** It answers. No failure is remembered. */
  up: row("well", { ...quiet, movedBy: "failed", rung: "helped" }),
  /** Some consecutive probes have failed, fewer than `fall`. It is probed more often; no action yet. */
  suspected: row("in-doubt", { ...quiet, movedBy: "all" }),
  /** It answers again after a recovery, for less than `stableFor` so far. Its rung is remembered. */
  probation: row("on-probation", { ...quiet, deadline: "stable", movedBy: "failed", rung: "helped" }),
  /**
   * Suspected while on probation. If that is confirmed, its recovery begins on the next rung. This memory is a part of
   * the hysteresis.
   */
  relapsing: row("in-doubt", { ...quiet, movedBy: "all" }),
  /**
   * It is down, and waits for a slot of the storm brake, for its host's recovery or proof of death, or for room on
   * another host. After `patience` a human is called.
   */
  queued: row("waiting", { ...quiet, deadline: "patience", movedBy: "good-if-placed", rung: "in-vain" }),
  /** The command of a rung is under way. Its deadline is the rung's timeout. */
  rebooting: row("acting", { ...commanded, awaits: "reboot-vm" }),
  stopping: row("acting", { ...commanded, awaits: "stop-vm" }),
  starting: row("acting", { ...commanded, awaits: "start-vm" }),
  reinstalling: row("installing", { ...commanded, awaits: "reinstall-vm" }),
  /**
   * The command is done; enough good probes are awaited. The deadline is `guestWithin` until the first sign of life,
   * then the rung's timeout.
   */
  verifying: row("verifying", { ...commanded, awaits: null, deadline: "service", movedBy: "sign" }),
  /** A live migration is under way. The VM may be on either host until the outcome is known. */
  migrating: row("moving", { ...quiet, holdsSlot: true, awaits: "migrate-vm", deadline: "migrate" }),
  /** The outcome of a command is lost. Only inspecting hosts can show where the VM is. */
  locating: row("waiting", { ...quiet, holdsSlot: true, awaits: "inspect-host", deadline: "inspect" }),
  /**
   * Something that it needs to start is missing: the shared store, the provisioning server, or, if a stop was refused,
   * the proof that it is off. No rung is used up, and nothing is stopped or erased. A human is called, and the command
   * is retried after the hold of the storm brake.
   */
  blocked: row("blocked", { ...quiet, deadline: "hold", movedBy: "good-if-placed", rung: "in-vain" }),
  /** It has failed more than `maxEpisodes` times within `window`: no recovery until an operator releases it. */
  quarantined: row("given-up", { ...quiet, movedBy: "good", rung: "in-vain" }),
  /** No rung is left. A human has been called. */
  "handed-over": row("given-up", { ...quiet, movedBy: "good", rung: "in-vain" }),
  /** In maintenance: no action is taken. */
  resting: row("held", { ...quiet, rung: "in-vain" }),
} as const satisfies Record<string, VmFacts>;

export type VmState = keyof typeof STATES;

/** The facts of each state of a VM. */
export const VM_FACTS: Readonly<Record<VmState, VmFacts>> = STATES;

/** The state in which every VM begins. */
export const FIRST_VM_STATE: VmState = "up";

/** In the order of their facts. */
export const VM_STATES = Object.keys(STATES) as readonly VmState[];
