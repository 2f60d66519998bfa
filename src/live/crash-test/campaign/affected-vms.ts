// Whom a fault can hurt, when everything is where it belongs.

import type { Inventory } from "../../inventory/inventory.ts";
import type { SiteSpec } from "../../../core/cluster/site.ts";
import { factsOf, isHostFault, isVmFault, type FaultKind } from "../../../core/cluster/fault.ts";

/** What matters of a fault: its kind, and into what it is injected. */
type Injected = { readonly kind: FaultKind; readonly on: readonly string[] };

/**
 * Names of the VMs whose service the fault can take away, by itself or because its host is fenced for it. `on` is empty
 * for what all share.
 */
export function affectedVms(kind: FaultKind, on: string, site: SiteSpec): readonly string[] {
  return factsOf(kind).takesService ? near(kind, on, site) : [];
}

/** Names of the hosts on which whatever runs there can be hurt, whether a scenario knows it or not. */
export function targetHosts({ kind, on }: Injected, { hosts }: Inventory): readonly string[] {
  if (!factsOf(kind).takesService) return [];
  if (isHostFault(kind)) return on;
  return hosts.map(({ name }) => name).filter((name) => on.length === 0 || on.includes(name));
}

/**
 * Names of the VMs that are looked at in a trial of this fault: its victims, or those beside which it strikes. Others
 * may be slow for a moment while guests boot on the same machine, which says nothing about the recovery.
 */
export function concernedBy({ kind, on }: Injected, site: SiteSpec): ReadonlySet<string> {
  return new Set((on.length === 0 ? [""] : on).flatMap((name) => near(kind, name, site)));
}

function near(kind: FaultKind, on: string, { vms }: SiteSpec): readonly string[] {
  if (isVmFault(kind) || vms.some(({ name }) => name === on)) return [on];
  return vms.filter(({ home }) => on === "" || home === on).map(({ name }) => name);
}
