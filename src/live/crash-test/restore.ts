// Restores what crash tests have affected: hosts on and their virtual layers answering, expendable VMs at home and
// serving. It acts on the state that it finds, so it also works after a power cut of the harness. A VM that is not
// expendable is never touched.

import type { Reach } from "../driver/reach.ts";
import type { Inventory, VmEntry } from "../inventory/inventory.ts";
import { restoreHost } from "./healing/restore-host.ts";
import { restoreVm } from "./healing/restore-vm.ts";
import type { UnhealedFault } from "./healing/unhealed-faults.ts";

/** Where each VM belongs. */
export type Homes = ReadonlyMap<string, string>;

type RestoreOptions = {
  /** Faults that were injected: a VM is reinstalled only if one of them destroyed its disk. */
  readonly unhealedFaults?: readonly UnhealedFault[];
  /** Stops the work when given, also in the middle of a step. */
  readonly signal?: AbortSignal;
};

/**
 * Restores hosts and VMs. Returns the reason of each failure, by the name of the host or VM. Touches only what is
 * allowed.
 */
export async function restoreAll(
  reach: Reach,
  homes: Homes,
  say: (what: string) => void,
  options: RestoreOptions = {},
): Promise<ReadonlyMap<string, string>> {
  const { unhealedFaults = [], signal = new AbortController().signal } = options;
  const lost = new Map<string, string>();
  const note = (name: string, why: string | undefined) => {
    if (signal.aborted) lost.set(name, `${name} may not be restored: the stop switch is thrown`);
    else if (why !== undefined) lost.set(name, why);
  };
  const hosts = new Set([...homes.values(), ...unhealedFaults.map(({ on }) => on)]);
  await Promise.all(
    [...reach.hosts.values()].map(async (host) => {
      const { name } = host.entry;
      if (hosts.has(name) && mayRestoreHost(name, reach.inventory)) note(name, await restoreHost(host, say, signal));
    }),
  );
  for (const vm of reach.inventory.vms) {
    const home = homes.get(vm.name);
    const faults = unhealedFaults.filter(({ on }) => on === vm.name);
    if (home !== undefined && mayRestoreVm(vm, reach.inventory))
      note(vm.name, await restoreVm(vm, home, { reach, faults, say, signal }));
    else if (faults.length > 0)
      lost.set(
        vm.name,
        `${vm.name} was broken and is not restored: ` +
          (home === undefined ? "its home is not known" : "the inventory no longer marks it as expendable"),
      );
  }
  return lost;
}

/** Whether the inventory allows the host to be restored. */
export function mayRestoreHost(name: string, { allow }: Inventory): boolean {
  return allow.hosts.has(name);
}

/** Whether the VM may be restored: it is expendable, and the inventory allows it to be touched. */
export function mayRestoreVm({ name, expendable }: VmEntry, { allow }: Inventory): boolean {
  return expendable && allow.vms.has(name);
}
