// Random faults that would bear one name for the same target. Their random streams are told apart by the order in which
// they are written, so removing one of them moves the injections of another.

import { isRandom, unnumbered } from "../cluster/fault-streams.ts";
import { targetsOf } from "../cluster/fault.ts";
import type { Remark } from "./remark.ts";
import type { Scenario } from "./scenario.ts";

/** A sentence for each fault that shares its name with an earlier one. */
export function sharedNames({ faults, site }: Pick<Scenario, "faults" | "site">): Remark[] {
  const bearers = new Map<string, number>();
  return faults.flatMap((fault, place) => {
    if (!isRandom(fault)) return [];
    const targets = fault.together && fault.on.length > 0 ? (["together"] as const) : targetsOf(fault, site);
    const earlier = targets.flatMap((target) => {
      const name = unnumbered(fault, target);
      const first = bearers.get(name);
      if (first === undefined) bearers.set(name, place);
      return first === undefined ? [] : [{ target, first }];
    });
    if (earlier.length === 0) return [];
    const [{ target, first }] = earlier;
    const where = target === "together" ? "all of their targets together" : target === "site" ? "the site" : target;
    const more = earlier.length > 1 ? ` and ${earlier.length - 1} more` : "";
    const text =
      `faults ${first} and ${place} (from 0) have the same name, ${fault.name ?? fault.kind}, for ${where}${more}: ` +
      "only their order tells them apart, and without the first the other would be injected at other instants; " +
      "expected a name in one of them";
    return [{ text, paths: [["faults", place]] }];
  });
}
