// The states of a host: one row of facts for each. All that policy, measurement and pages ask about a state is in its
// row, so a state that is added here, and given its steps in host-table.ts, is known everywhere.

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
  /** What bounds it. */
  readonly deadline: HostDeadline | null;
  /** Which probes move it. */
  readonly movedBy: HostMovedBy;
  /** Whether it is proven that nothing runs on it. */
  readonly provenDead: boolean;
  /** Whether a human was called, and is awaited. */
  readonly awaitsHuman: boolean;
};

/**
 * What bounds a state: `outcome`, the time-out of the action that is awaited; `fence-again` and `power-on-again`, the
 * time after which that is tried again, if it is ever tried; `stable`, the time after which it is trusted with VMs;
 * `patience`, the wait at whose end a human is called, once.
 */
type HostDeadline = "outcome" | "fence-again" | "power-on-again" | "stable" | "patience";

/**
 * Which probes a state hears: `failed`, only those that fail; `all`; `good`, those that succeed, and one that ends a
 * row of them; `good-or-sign`, as `good`, and any that tells that the host answers, or no longer; `sign`, these alone.
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

/** Every state, in the order in which a host that fails goes through them. */
const STATES = {
  /** Its virtual layer answers. VMs may be placed on it. */
  up: row("well", { ...quiet, movedBy: "failed" }),
  /** Some probes in a row have failed, fewer than `fall`. */
  suspected: row("in-doubt", { ...quiet, movedBy: "all" }),
  /** The host answers, its virtual layer does not. */
  "layer-down": row("waiting", { ...quiet, wants: "restart-layer", deadline: "patience" }),
  /** The command that restarts the layer is out, or its effect awaited. */
  mending: row("acting", { ...quiet, awaits: "restart-layer", deadline: "outcome" }),
  /**
   * The host is silent. It may be dead, or cut off with its VMs alive: nobody can tell from here, so nothing of it is
   * started elsewhere yet. It is not fenced while any of its VMs still answers.
   */
  unreachable: row("waiting", { ...quiet, wants: "fence-host", deadline: "patience" }),
  /** The fence is out. Its `done` is proof of death, and nothing else is (but an operator's word). */
  fencing: row("acting", { ...quiet, awaits: "fence-host", deadline: "outcome", movedBy: "sign" }),
  /** The fence has failed or never answered. A human is asked for proof; the fence is tried again later. */
  unfenced: row("waiting", { ...quiet, deadline: "fence-again", awaitsHuman: true }),
  /** Proven dead. Its VMs are free to be started elsewhere. */
  fenced: row("dead", { ...quiet, wants: "power-on-host", movedBy: "good", provenDead: true }),
  /** It has been switched on again. */
  booting: row("acting", { ...quiet, awaits: "power-on-host", deadline: "outcome", movedBy: "good", provenDead: true }),
  /**
   * It does not come back. A human is called, once; it is switched on again later, since power may be back.
   */
  broken: row("given-up", {
    ...quiet,
    deadline: "power-on-again",
    movedBy: "good",
    provenDead: true,
    awaitsHuman: true,
  }),
  /** It answers again, for less than `stableFor` so far: not yet trusted with VMs. */
  returning: row("on-probation", { ...quiet, deadline: "stable", movedBy: "failed" }),
  /** Suspected while returning. */
  doubted: row("in-doubt", { ...quiet, movedBy: "all" }),
  /** In maintenance: its VMs are moved away, no action is taken on it. */
  resting: row("held", { ...quiet, movedBy: "sign" }),
} as const satisfies Record<string, HostFacts>;

export type HostState = keyof typeof STATES;

/** The facts of each state of a host. */
export const HOST_FACTS: Readonly<Record<HostState, HostFacts>> = STATES;

/** In which every host begins. */
export const FIRST_HOST_STATE: HostState = "up";

/** In the order of their facts. */
export const HOST_STATES = Object.keys(STATES) as readonly HostState[];
