// Where VMs run, asked of every host that could hold one. A host that does not say is no proof that nothing runs there:
// only its switch is, when it is off.

import { namesIn } from "../../driver/hypervisor/libvirt.ts";
import type { HostReach, Reach } from "../../driver/reach.ts";
import type { VmEntry } from "../../inventory/inventory.ts";

/** `unclear`: hosts on which it may run for all that is known, each with why. */
type Whereabouts = { readonly on: readonly HostReach[]; readonly unclear: readonly string[] };

/** Asks all hosts, when whatever is under way on them is over. */
export async function whereIs({ domain }: VmEntry, reach: Reach, signal: AbortSignal): Promise<Whereabouts> {
  const said = await Promise.all(
    [...reach.hosts.values()].map(async (host) => ({ host, domains: await domainsOn(host, signal) })),
  );
  return {
    on: said.flatMap(({ host, domains }) => (typeof domains === "object" && domains.has(domain) ? [host] : [])),
    unclear: said.flatMap(({ host, domains }) =>
      typeof domains === "string" ? [`${host.entry.name} (${domains})`] : [],
    ),
  };
}

/** Names of all domains that exist on the host; a sentence if nobody can tell. */
export async function domainsOn(
  { libvirt, power }: HostReach,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | string> {
  const reply = await libvirt.active(signal);
  if (reply.kind === "yes") return new Set(namesIn(reply.text));
  if ((await power.status(signal)) === "off") return new Set();
  return "reason" in reply ? reply.reason : "it does not answer";
}
