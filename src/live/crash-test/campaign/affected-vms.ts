// Which VMs and hosts a fault can affect when every VM is at home.

import type { Inventory } from "../../inventory/inventory.ts";
import type { SiteSpec } from "../../../core/cluster/site.ts";
import { factsOf, isHostFault, isVmFault, type FaultKind } from "../../../core/cluster/fault.ts";

/** The part of a fault that matters here: its kind and its targets. */
type Injected = { readonly kind: FaultKind; readonly on: readonly string[] };

/**
 * Names of the VMs whose service the fault can interrupt, directly or because their host is fenced. `on` is empty for a
 * fault of what all VMs share.
 */
export function affectedVms(kind: FaultKind, on: string, site: SiteSpec): readonly string[] {
  return factsOf(kind).takesService ? near(kind, on, site) : [];
}

/** Names of the hosts whose domains the fault can affect, including domains that no scenario mentions. */
export function targetHosts({ kind, on }: Injected, { hosts }: Inventory): readonly string[] {
  if (!factsOf(kind).takesService) return [];
  if (isHostFault(kind)) return on;
  return hosts.map(({ name }) => name).filter((name) => on.length === 0 || on.includes(name));
}

/**
 * Names of the VMs that a trial of this fault observes: its targets and the VMs on its target hosts. Other VMs may be
 * slow for a moment while guests boot on the same machine; that says nothing about the recovery.
 */
export function concernedBy({ kind, on }: Injected, site: SiteSpec): ReadonlySet<string> {
  return new Set((on.length === 0 ? [""] : on).flatMap((name) => near(kind, name, site)));
}

function near(kind: FaultKind, on: string, { vms }: SiteSpec): readonly string[] {
  if (isVmFault(kind) || vms.some(({ name }) => name === on)) return [on];
  return vms.filter(({ home }) => on === "" || home === on).map(({ name }) => name);
}
