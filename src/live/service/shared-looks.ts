// Looks at one host that one turn wants, for several VMs, are made once. After a beginning anew, every VM is looked for
// on every host: without this a site of a hundred VMs would ask each of its hosts a hundred times at the same moment.

import type { CommandId, HostName } from "../../core/controller/contract/event.ts";
import type { Connect } from "../../core/drivers/contract.ts";

/** The same driver, which answers all such looks from one. */
export function sharingLooks(connect: Connect): Connect {
  return (door) => {
    const others = new Map<CommandId, CommandId[]>();
    const madeNow = new Map<HostName, CommandId[]>();
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
      wakeAt: (deadline) => driver.wakeAt(deadline),
      perform(command) {
        if (command.kind !== "inspect-host") return driver.perform(command);
        const same = madeNow.get(command.host);
        if (same !== undefined) return void same.push(command.id);
        if (madeNow.size === 0) queueMicrotask(() => madeNow.clear()); // what a turn wants is performed in one go
        const list: CommandId[] = [];
        madeNow.set(command.host, list);
        others.set(command.id, list);
        driver.perform(command);
      },
    };
  };
}
