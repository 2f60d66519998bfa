// The states of a host: one row of facts for each. A state's row holds all that policy, measurement and pages need to
// know about it, so a state that is added here, with its transitions in host-table.ts, works everywhere.

import type { HostActionKind } from "../../cluster/actions.ts";
import { row, type Category, type CategoryFacts } from "./categories.ts";

/** Actions that bring a host back, or prove it dead. */
export type HostRemedy = Exclude<HostActionKind, "inspect-host">;

/** What is known of a state of a host. */
export type HostFacts = CategoryFacts & {
  /** What kind of state it is, for reports. */
  readonly category: Category;
  /** The action for which it waits for permission. */
  readonly wants: HostRemedy | null;
  /** The action whose outcome, or effect, is awaited. */
  readonly awaits: HostRemedy | null;
  /** The deadline of the state. */
  readonly deadline: HostDeadline | null;
  /** Which probes count in it. */
  readonly movedBy: HostMovedBy;
  /** Whether it is proven that nothing runs on it. */
  readonly provenDead: boolean;
  /** Whether a human was called and has not finished. */
  readonly awaitsHuman: boolean;
};

/**
 * The deadline of a state: `outcome`, the timeout of the action that is awaited; `fence-again` and `power-on-again`,
 * the time after which that action is retried, if it is allowed at all; `stable`, the time after which the host may
 * take VMs; `patience`, the time after which a human is called, once.
 */
type HostDeadline = "outcome" | "fence-again" | "power-on-again" | "stable" | "patience";

/**
 * Which probes count in a state: `failed`, only failed ones; `all`; `good`, good ones, and the failed one that ends a
 * sequence of good ones; `good-or-sign`, as `good`, and any that shows that the host has begun or ceased to answer;
 * `sign`, only the latter.
 */
type HostMovedBy = "failed" | "all" | "good" | "good-or-sign" | "sign";

type Own = Omit<HostFacts, keyof CategoryFacts | "category">;

const quiet = {
  wants: null,
  awaits: null,
  deadline: null,
  movedBy: "good-or-sign",
  provenDead: false,
  awaitsHuman: false,
} as const satisfies Own;

/** Every state, in the order in which a host that fails passes through them. */
const STATES = {
  /** Its virtual layer answers. VMs may be placed on it. */
  up: row("well", { ...quiet, movedBy: "failed" }),
  /** Some consecutive probes have failed, fewer than `fall`. */
  suspected: row("in-doubt", { ...quiet, movedBy: "all" }),
  /** The host answers, its virtual layer does not. */
  "layer-down": row("waiting", { ...quiet, wants: "restart-layer", deadline: "patience" }),
  /** The command that restarts the layer is under way, or its effect is awaited. */
  mending: row("acting", { ...quiet, awaits: "restart-layer", deadline: "outcome" }),
  /**
   * The host does not answer. It may be dead, or cut off while its VMs run, and the controller cannot distinguish
   * these, so none of its VMs is started elsewhere yet. It is not fenced while any of its VMs still answers.
   */
  unreachable: row("waiting", { ...quiet, wants: "fence-host", deadline: "patience" }),
  /** The fence is under way. Only its `done`, or an operator's confirmation, is proof of death. */
  fencing: row("acting", { ...quiet, awaits: "fence-host", deadline: "outcome", movedBy: "sign" }),
  /** The fence has failed or did not answer. A human is asked for proof; the fence is retried later. */
  unfenced: row("waiting", { ...quiet, deadline: "fence-again", awaitsHuman: true }),
  /** Proven dead. Its VMs may be started elsewhere. */
  fenced: row("dead", { ...quiet, wants: "power-on-host", movedBy: "good", provenDead: true }),
  /** The command that switches it on is under way, or its effect is awaited. */
  booting: row("acting", { ...quiet, awaits: "power-on-host", deadline: "outcome", movedBy: "good", provenDead: true }),
  /** It does not come back. A human is called, once. The power-on is retried later, since power may be back. */
  broken: row("given-up", {
    ...quiet,
    deadline: "power-on-again",
    movedBy: "good",
    provenDead: true,
    awaitsHuman: true,
  }),
  /** It answers again, for less than `stableFor` so far: no VM is placed on it yet. */
  returning: row("on-probation", { ...quiet, deadline: "stable", movedBy: "failed" }),
  /** Suspected while returning. */
  doubted: row("in-doubt", { ...quiet, movedBy: "all" }),
  /** In maintenance: its VMs are moved away, and no action is taken on it. */
  resting: row("held", { ...quiet, movedBy: "sign" }),
} as const satisfies Record<string, HostFacts>;

export type HostState = keyof typeof STATES;

/** The facts of each state of a host. */
export const HOST_FACTS: Readonly<Record<HostState, HostFacts>> = STATES;

/** The state in which every host begins. */
export const FIRST_HOST_STATE: HostState = "up";

/** In the order of their facts. */
export const HOST_STATES = Object.keys(STATES) as readonly HostState[];
