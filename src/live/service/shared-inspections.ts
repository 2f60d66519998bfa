// Looks at one host that one turn wants, for several VMs, are made once. After a beginning anew, every VM is looked for
// on every host: without this a site of a hundred VMs would ask each of its hosts a hundred times at the same moment.

import type { Command } from "../../core/controller/contract/command.ts";
import type { CommandId, HostName } from "../../core/controller/contract/event.ts";
import type { Connect } from "../../core/drivers/contract.ts";

/** The same driver, which answers all such looks from one. */
export function sharingInspections(connect: Connect): Connect {
  return (door) => {
    /** By the look that is made: those that its outcome answers as well. */
    const others = new Map<CommandId, readonly CommandId[]>();
    const driver = connect({
      ignores: (event) => door.ignores(event),
      deliver(event) {
        door.deliver(event);
        if (event.kind !== "outcome") return;
        const same = others.get(event.command) ?? [];
        others.delete(event.command);
        for (const command of same) door.deliver({ ...event, command });
      },
    });
    return {
      perform: (turn) => driver.perform({ ...turn, commands: turn.commands.filter(isFirst(others)) }),
    };
  };
}

/** Says of each command of one turn whether it is to be performed, and notes those that it is performed for. */
function isFirst(others: Map<CommandId, readonly CommandId[]>): (command: Command) => boolean {
  const made = new Map<HostName, CommandId[]>();
  return (command) => {
    if (command.kind !== "inspect-host") return true;
    const same = made.get(command.host);
    if (same !== undefined) {
      same.push(command.id);
      return false;
    }
    const answered: CommandId[] = [];
    made.set(command.host, answered);
    others.set(command.id, answered);
    return true;
  };
}
