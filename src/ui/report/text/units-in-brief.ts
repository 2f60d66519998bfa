// The units that summarise an availability study: the site, its groups, and the worst VM.

import type { AvailabilitySummary, UnitSummary } from "../../../study/statistics/summaries/summary.ts";

/** Each with its name for readers. */
export function unitsInBrief({ site, groups, vms, worst_vm }: AvailabilitySummary): [string, UnitSummary][] {
  return [["site", site], ...Object.entries(groups), [`worst VM, ${worst_vm}`, vms[worst_vm]]];
}
