// Where VMs run: every host is asked. Only an answer proves that a VM does not run on a host, or a fence agent that
// reports the host to be off.

import { namesIn } from "../../driver/hypervisor/libvirt.ts";
import type { HostReach, Reach } from "../../driver/reach.ts";
import type { VmEntry } from "../../inventory/inventory.ts";

/** `unclear`: hosts on which it may run, each with the reason why that is not known. */
type Whereabouts = { readonly on: readonly HostReach[]; readonly unclear: readonly string[] };

/** Asks all hosts; each answers when the changes under way there are done. */
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

/** Names of all domains that exist on the host; a sentence if that cannot be known. */
export async function domainsOn(
  { libvirt, power }: HostReach,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | string> {
  const reply = await libvirt.active(signal);
  if (reply.kind === "yes") return new Set(namesIn(reply.text));
  if ((await power.status(signal)) === "off") return new Set();
  return "reason" in reply ? reply.reason : "it does not answer";
}
