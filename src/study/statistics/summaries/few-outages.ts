// Remarks on the intervals of an availability study that rest on few outages.

import { FEW_OUTAGES } from "../intervals/availability-interval.ts";
import type { AvailabilitySummary, UnitSummary } from "./summary.ts";

type Units = Pick<AvailabilitySummary, "site" | "groups" | "vms">;

/** Sentences without capital and full stop; none if at least 30 outages of every unit were observed. */
export function remarksOnFewOutages(units: Units): string[] {
  const few = named(units, ({ outages, availability }) => availability < 1 && outages < FEW_OUTAGES);
  const none = named(units, ({ availability }) => availability === 1);
  return [
    ...(few === ""
      ? []
      : [
          `fewer than ${FEW_OUTAGES} outages were seen of ${few}: the intervals take them to come independently, ` +
            "with exponential lengths, and are too narrow where some are far longer than most",
        ]),
    ...(none === ""
      ? []
      : [`no outage was seen of ${none}: one is taken to last as long as the longest of any VM, and at least a day`]),
  ];
}

function named({ site, groups, vms }: Units, of: (unit: UnitSummary) => boolean): string {
  const count = (units: Readonly<Record<string, UnitSummary>>) => Object.values(units).filter(of).length;
  const some = (n: number, what: string) => (n === 0 ? [] : [`${n} ${what}${n === 1 ? "" : "s"}`]);
  return [...(of(site) ? ["the site"] : []), ...some(count(groups), "group"), ...some(count(vms), "VM")].join(", ");
}
