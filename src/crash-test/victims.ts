// Whom a fault can hurt, when everything is where it belongs.

import type { Fault, FaultKind } from "../world/fault.ts";
import type { Site } from "../world/site.ts";
import { isVmFault } from "../world/strike.ts";

/** Faults that take no service away by themselves. */
const HARMLESS: ReadonlySet<FaultKind> = new Set(["board-silent", "board-refuses", "provisioning-outage", "virtual-layer-hang"]);

/** Names of the VMs whose service the fault can take away. `on` is empty for what all share. */
export function victimsOf(kind: FaultKind, on: string, site: Site): readonly string[] {
  return HARMLESS.has(kind) ? [] : near(kind, on, site);
}

/**
 * Names of the VMs that are looked at in a trial of this fault: its victims, or those beside which it strikes. Others may
 * be slow for a moment while guests boot on the same machine, which says nothing about the recovery.
 */
export function concernedBy({ kind, on }: Fault, site: Site): ReadonlySet<string> {
  return new Set((on.length === 0 ? [""] : on).flatMap((name) => near(kind, name, site)));
}

function near(kind: FaultKind, on: string, { vms }: Site): readonly string[] {
  if (isVmFault(kind) || vms.some(({ name }) => name === on)) return [on];
  return vms.filter(({ home }) => on === "" || home === on).map(({ name }) => name);
}
