// Finds domains that a fault would affect although they are not expendable. The hosts themselves are asked, since
// neither scenario nor inventory need to know everything that runs there.

import type { Reach } from "../../driver/reach.ts";
import type { FaultKind } from "../../../core/cluster/fault.ts";
import { targetHosts } from "../campaign/affected-vms.ts";
import { domainsOn } from "../healing/whereabouts.ts";

/**
 * Why these faults must not be injected now: a target host runs domains that are not expendable, or does not answer.
 */
export async function bystanders(
  reach: Reach,
  faults: readonly { readonly kind: FaultKind; readonly on: readonly string[] }[],
): Promise<string | undefined> {
  const { inventory } = reach;
  const targets = new Set(
    inventory.vms
      .filter(({ name, expendable }) => expendable && inventory.allow.vms.has(name))
      .map(({ domain }) => domain),
  );
  const injected = [...new Set(faults.flatMap((fault) => targetHosts(fault, inventory)))];
  const told = await Promise.all(
    injected.map(async (name) => {
      const domains = await domainsOn(reach.host(name), new AbortController().signal);
      if (typeof domains === "string") return [`${name} does not say what runs there: ${domains}`];
      const others = [...domains].filter((domain) => !targets.has(domain));
      return others.length === 0
        ? []
        : [
            `a fault would affect ${name}, and ${others.join(", ")} on it ` +
              `${others.length === 1 ? "is not expendable" : "are not expendable"}`,
          ];
    }),
  );
  const against = told.flat();
  return against.length === 0 ? undefined : against.join("; ");
}
