// Performs several inspections of one host in one turn only once. After a start with --begin-anew, every host is
// inspected for every VM: without this, a site of a hundred VMs would ask each host a hundred times at the same moment.

import type { Command } from "../../core/controller/contract/command.ts";
import type { CommandId, HostName } from "../../core/controller/contract/event.ts";
import type { Connect } from "../../core/drivers/contract.ts";

/** Wraps a driver so that one inspection answers all of the same turn and host. */
export function sharingInspections(connect: Connect): Connect {
  return (door) => {
    /** By the inspection that is performed: those that its outcome answers as well. */
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

/**
 * Returns, for the commands of one turn, whether each is to be performed, and notes the others that its outcome
 * answers.
 */
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
