// The states of a VM: one row of facts for each. All that policy, measurement and pages ask about a state is in its
// row, so a state that is added here, and given its steps in vm-table.ts, is known everywhere.

import type { VmActionKind } from "../../cluster/actions.ts";
import { row, type Category, type CategoryFacts } from "./categories.ts";

/** What is known of a state of a VM. */
export type VmFacts = CategoryFacts & {
  /** What kind of state it is, for reports. */
  readonly category: Category;
  /** Whether it holds a slot of the storm brake. */
  readonly holdsSlot: boolean;
  /** The action whose outcome is awaited; `inspect-host` may be out on several hosts. */
  readonly awaits: VmActionKind | "inspect-host" | null;
  /** What bounds it. */
  readonly deadline: VmDeadline | null;
  /** Which probes move it. */
  readonly movedBy: VmMovedBy;
  /** What becomes of the rung that was begun last: it goes on, has helped, or has not; null leaves that open. */
  readonly rung: "under-way" | "helped" | "in-vain" | null;
};

/**
 * What bounds a state: `stable`, the time after which its failure is forgotten; `patience`, the wait at whose end a
 * human is called, once; `hold`, the hold of the storm brake; `rung`, the time-out of the rung; `service`, that of the
 * guest's first sign of life, and then of the rung; `inspect` and `migrate`, those of these actions.
 */
type VmDeadline = "stable" | "patience" | "hold" | "rung" | "service" | "inspect" | "migrate";

/**
 * Which probes a state hears: `failed`, only those that fail; `all`; `good`, those that succeed, and one that ends a
 * row of them; `good-if-placed`, the same, unless the VM is proven to run nowhere; `sign`, as `good`, and the first
 * sign of life of its guest; `none`.
 */
type VmMovedBy = "failed" | "all" | "good" | "good-if-placed" | "sign" | "none";

type Own = Omit<VmFacts, keyof CategoryFacts | "category">;

const quiet = { holdsSlot: false, awaits: null, deadline: null, movedBy: "none", rung: null } as const satisfies Own;
const commanded = { holdsSlot: true, deadline: "rung", movedBy: "none", rung: "under-way" } as const;

/** Every state, in the order in which a VM that fails goes through them. */
const STATES = {
  /** It answers. Nothing is remembered against it. */
  up: row("well", { ...quiet, movedBy: "failed", rung: "helped" }),
  /** Some probes in a row have failed, fewer than `fall`. It is watched closely; no action yet. */
  suspected: row("in-doubt", { ...quiet, movedBy: "all" }),
  /** It answers again after a recovery, for less than `stableFor` so far. The ladder remembers its rung. */
  probation: row("on-probation", { ...quiet, deadline: "stable", movedBy: "failed", rung: "helped" }),
  /**
   * Suspected while on probation. Confirmed, its next recovery begins on the next rung: this memory is the hysteresis
   * that gives the machine its name.
   */
  relapsing: row("in-doubt", { ...quiet, movedBy: "all" }),
  /**
   * It is down, and waits: for a slot under the storm brake, for its host's own recovery or proof of death, for room on
   * another host. Bounded by `patience`, at the end of which a human is called.
   */
  queued: row("waiting", { ...quiet, deadline: "patience", movedBy: "good-if-placed", rung: "in-vain" }),
  /** The command of a rung is out. Bounded by the rung's time-out. */
  rebooting: row("acting", { ...commanded, awaits: "reboot-vm" }),
  stopping: row("acting", { ...commanded, awaits: "stop-vm" }),
  starting: row("acting", { ...commanded, awaits: "start-vm" }),
  reinstalling: row("installing", { ...commanded, awaits: "reinstall-vm" }),
  /**
   * The command is done; enough good probes are awaited. Bounded by the rung's time-out, and before that by
   * `guestWithin` for the first sign of life.
   */
  verifying: row("verifying", { ...commanded, awaits: null, deadline: "service", movedBy: "sign" }),
  /** A live migration is out. It may be on either host until the outcome is known. */
  migrating: row("moving", { ...quiet, holdsSlot: true, awaits: "migrate-vm", deadline: "migrate" }),
  /** Something was in flight and its outcome is lost. Inspecting is the only way to know where the VM is. */
  locating: row("waiting", { ...quiet, holdsSlot: true, awaits: "inspect-host", deadline: "inspect" }),
  /**
   * What it needs to start is not there: the shared store, the provisioning server, or, where a stop was refused, the
   * proof that it is off. No rung is used up by that, and nothing is torn down. A human is told, and it is tried again
   * after the hold of the storm brake.
   */
  blocked: row("blocked", { ...quiet, deadline: "hold", movedBy: "good-if-placed", rung: "in-vain" }),
  /**
   * It has failed more than `maxEpisodes` times within `window`: no more cycles until an operator releases it.
   */
  quarantined: row("given-up", { ...quiet, movedBy: "good", rung: "in-vain" }),
  /** The ladder is at its end. A human has been called. */
  "handed-over": row("given-up", { ...quiet, movedBy: "good", rung: "in-vain" }),
  /** In maintenance: no action is taken. */
  resting: row("held", { ...quiet, rung: "in-vain" }),
} as const satisfies Record<string, VmFacts>;

export type VmState = keyof typeof STATES;

/** The facts of each state of a VM. */
export const VM_FACTS: Readonly<Record<VmState, VmFacts>> = STATES;

/** In which every VM begins. */
export const FIRST_VM_STATE: VmState = "up";

/** In the order of their facts. */
export const VM_STATES = Object.keys(STATES) as readonly VmState[];
