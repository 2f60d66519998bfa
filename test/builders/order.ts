// How tests give commands: without an id, which whoever passes them on gives, and without a reason.

import type { Command } from "../../src/core/controller/contract/command.ts";
import type { CommandId } from "../../src/core/controller/contract/event.ts";

type Bare<C> = C extends Command ? Omit<C, "id" | "because"> : never;
export type Order = Bare<Command>;

export function command(id: CommandId, order: Order): Command {
  return { ...order, id, because: "a test asks for it" } as Command;
}
