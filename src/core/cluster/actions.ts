// The catalogue of actions: each once, with its facts. The commands of the contract are derived from it, and so are the
// delays and failures that a scenario may give. Each driver has a record over all actions of what they do. An action
// that is added here compiles only when both drivers, the defaults of scenarios and the rest handle it.

import type { RungKind } from "./rungs.ts";

/** What is known of an action. */
type ActionFacts = {
  /** What it acts on. A later action on the same VM or host supersedes an earlier one, if both change something. */
  readonly on: "vm" | "host";
  /** What a command of it names: `host` is where it is performed, `to` the destination. */
  readonly parameters: readonly ActionParameter[];
  /** What performs it, of the host that it names: its virtual layer, its system, or its board. It ends with that. */
  readonly performedBy: "layer" | "system" | "board";
  /** Whether it changes anything, rather than only asks. */
  readonly changes: boolean;
  /** Whether repeating its effect at once changes nothing more. */
  readonly repeatable: boolean;
  /** The rung of the ladder to which it belongs. */
  readonly rung: RungKind | null;
  /** Which of its parameters names the host on which the VM runs afterwards; null: it starts or moves no VM. */
  readonly brings: "host" | "to" | null;
  /** Whether its outcome comes when its effect is complete, so that its duration can be read from a journal. */
  readonly timed: boolean;
  /** Its name in texts for people. */
  readonly name: string;
};

/** What a command of an action may name: a VM, the host on which it is performed, the destination host. */
export type ActionParameter = "vm" | "host" | "to";

const ON_VM = { on: "vm", parameters: ["vm", "host"], performedBy: "layer", changes: true } as const;
const ON_HOST = {
  on: "host",
  parameters: ["host"],
  performedBy: "board",
  changes: true,
  rung: null,
  brings: null,
} as const;

/** Every action that a controller can order. */
export const ACTIONS = {
  /** List what runs on a host. */
  "inspect-host": {
    ...ON_HOST,
    performedBy: "layer",
    changes: false,
    repeatable: true,
    timed: true,
    name: "the list of what a host runs",
  },
  /** Make a VM boot again where it is. Timed by the phases of recoveries, not by its outcome alone. */
  "reboot-vm": { ...ON_VM, repeatable: false, rung: "reboot", brings: "host", timed: false, name: "a reboot of a VM" },
  /** End a VM on a host. */
  "stop-vm": { ...ON_VM, repeatable: true, rung: "restart", brings: null, timed: true, name: "the stop of a VM" },
  /** Start a VM on a host. */
  "start-vm": { ...ON_VM, repeatable: true, rung: "restart", brings: "host", timed: true, name: "the start of a VM" },
  /** Erase a VM's disk, install it and boot it. */
  "reinstall-vm": {
    ...ON_VM,
    repeatable: false,
    rung: "reinstall",
    brings: "host",
    timed: false,
    name: "a reinstallation of a VM",
  },
  /** Move a VM while it runs. A repeat is refused, since the VM is no longer on the first host. */
  "migrate-vm": {
    ...ON_VM,
    parameters: ["vm", "host", "to"],
    repeatable: true,
    rung: null,
    brings: "to",
    timed: false,
    name: "a live migration of a VM",
  },
  /** Start a host's virtual layer again. Its outcome may come before or after the layer's own start. */
  "restart-layer": {
    ...ON_HOST,
    performedBy: "system",
    repeatable: false,
    timed: false,
    name: "a restart of a host's virtual layer",
  },
  /** Power a host off, and verify that it is off. */
  "fence-host": { ...ON_HOST, repeatable: true, timed: true, name: "the fence of a host" },
  /** Switch a host on. */
  "power-on-host": { ...ON_HOST, repeatable: true, timed: true, name: "the power-on of a host" },
} as const satisfies Record<string, ActionFacts>;

export type ActionKind = keyof typeof ACTIONS;

/** In the order of the catalogue. */
export const ACTION_KINDS = Object.keys(ACTIONS) as readonly ActionKind[];

type On<Subject extends ActionFacts["on"]> = {
  [Kind in ActionKind]: (typeof ACTIONS)[Kind]["on"] extends Subject ? Kind : never;
}[ActionKind];

/** Actions on a VM. */
export type VmActionKind = On<"vm">;
/** Actions on a host. */
export type HostActionKind = On<"host">;

/** Actions that belong to a rung of the ladder. */
export type RungActionKind = {
  [Kind in ActionKind]: (typeof ACTIONS)[Kind]["rung"] extends null ? never : Kind;
}[ActionKind];

/** What is known of an action of this kind. */
export const actionFacts = (kind: ActionKind): ActionFacts => ACTIONS[kind];
