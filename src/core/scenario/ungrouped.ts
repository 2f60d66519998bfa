// VMs that are in no group: if there are groups, the site is up when they are, whether or not other VMs are up.

import { membersOf } from "./known.ts";
import type { Scenario } from "./scenario.ts";

const MAX_NAMED = 5;

/** A sentence about the VMs that do not count for the availability that is studied; undefined if all do. */
export function ungrouped({
  site: { groups, vms },
  experiment,
}: Pick<Scenario, "site" | "experiment">): string | undefined {
  if (experiment.kind !== "availability" || groups.length === 0) return undefined;
  const counted = new Set(groups.flatMap(({ name }) => membersOf(name, groups)));
  const left = vms.map(({ name }) => name).filter((name) => !counted.has(name));
  if (left.length === 0) return undefined;
  const named = left.slice(0, MAX_NAMED).join(", ");
  return (
    "in no group, so that the site counts as up without them: " +
    `${named}${left.length > MAX_NAMED ? ` and ${left.length - MAX_NAMED} more` : ""}`
  );
}
