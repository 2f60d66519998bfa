// How tests give commands: without an id, which is assigned when they are passed on, and without a reason.

import { ACTIONS, type ActionKind, type ActionParameter } from "../../src/core/cluster/actions.ts";
import type { Command } from "../../src/core/controller/contract/command.ts";
import type { CommandId } from "../../src/core/controller/contract/event.ts";

type Bare<C> = C extends Command ? Omit<C, "id" | "because"> : never;
export type Order = Bare<Command>;

const NAMED: Readonly<Record<ActionParameter, string>> = { vm: "gridce", host: "alfa01", to: "alfa02" };

/** An order of any action of the catalogue: about gridce, on alfa01, to alfa02. */
export function orderOf(kind: ActionKind): Order {
  return { kind, ...Object.fromEntries(ACTIONS[kind].parameters.map((name) => [name, NAMED[name]])) } as Order;
}

export function command(id: CommandId, order: Order): Command {
  return { ...order, id, because: "a test asks for it" } as Command;
}
