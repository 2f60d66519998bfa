// The units of an availability study that stand for all of it: the site, its groups, and the worst VM.

import type { AvailabilitySummary, UnitSummary } from "../../../study/statistics/summaries/summary.ts";

/** Each with its name as readers are told it. */
export function unitsInBrief({ site, groups, vms, worst_vm }: AvailabilitySummary): [string, UnitSummary][] {
  return [["site", site], ...Object.entries(groups), [`worst VM, ${worst_vm}`, vms[worst_vm]]];
}
