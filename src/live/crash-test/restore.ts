// Bringing back what crash tests have hurt: hosts on and their virtual layers answering, victims at home and serving.
// It is judged by what is found, so it works as well after a power cut of the harness. A VM that is not expendable is
// left alone, whatever is found.

import type { Reach } from "../driver/reach.ts";
import type { Inventory, VmEntry } from "../inventory/inventory.ts";
import { restoreHost } from "./healing/restore-host.ts";
import { restoreVm } from "./healing/restore-vm.ts";
import type { UnhealedFault } from "./healing/unhealed-faults.ts";

/** Where each VM belongs. */
export type Homes = ReadonlyMap<string, string>;

type RestoreOptions = {
  /** What is known to have been broken: a VM is only installed again when its disk was destroyed on purpose. */
  readonly unhealedFaults?: readonly UnhealedFault[];
  /** Nothing more is done when it is given, also in the middle of a step. */
  readonly signal?: AbortSignal;
};

/** Brings hosts and victims back. Why not, by the name of what did not come back. Touches only what is allowed. */
export async function restoreAll(
  reach: Reach,
  homes: Homes,
  say: (what: string) => void,
  options: RestoreOptions = {},
): Promise<ReadonlyMap<string, string>> {
  const { unhealedFaults = [], signal = new AbortController().signal } = options;
  const lost = new Map<string, string>();
  const note = (name: string, why: string | undefined) => {
    if (signal.aborted) lost.set(name, `${name} may not be as it was: everything is stopped`);
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
        `${vm.name} was broken and is not brought back: ` +
          (home === undefined ? "nobody knows where it belongs" : "the inventory no longer marks it as expendable"),
      );
  }
  return lost;
}

/** Whether the inventory allows a host to be brought back. */
export function mayRestoreHost(name: string, { allow }: Inventory): boolean {
  return allow.hosts.has(name);
}

/** Whether a VM is one that may be brought back. */
export function mayRestoreVm({ name, expendable }: VmEntry, { allow }: Inventory): boolean {
  return expendable && allow.vms.has(name);
}
