// The contents of the page of an incident: lead sentence and table of VMs.

import type { IncidentSummary } from "../../../study/statistics/summaries/summary.ts";
import { htmlTable, section } from "./html.ts";
import { LONGEST_NAME, MAX_ROWS } from "./limits.ts";
import { count, shortened, span } from "../text/figures.ts";

/** The run in one sentence. */
export function incidentLead(summary: IncidentSummary): string {
  const vms = Object.entries(summary.vms);
  const hit = vms.filter(([, vm]) => vm.outages > 0);
  const back = hit.filter(([, vm]) => vm.ended_up);
  const longest = Math.max(...hit.map(([, vm]) => vm.longest_seconds));
  return (
    `${count(hit.length)} of ${count(vms.length)} VMs lost their service in ${span(summary.horizon_seconds)}; ` +
    `${back.length === hit.length ? "all" : count(back.length)} came back` +
    `${hit.length === 0 ? "" : `, the longest outage was ${span(longest)}`}.`
  );
}

/** Outages of each VM, of many the worst; a section of the page. */
export function incidentTable(summary: IncidentSummary): string {
  const vms = Object.entries(summary.vms);
  const shown =
    vms.length <= MAX_ROWS
      ? vms
      : vms.toSorted((a, b) => b[1].downtime_seconds - a[1].downtime_seconds).slice(0, MAX_ROWS);
  const rows = shown.map(([name, vm]) => [
    shortened(name, LONGEST_NAME),
    count(vm.outages),
    span(vm.downtime_seconds),
    span(vm.longest_seconds),
    vm.ended_up ? `up on ${vm.ended_on ?? "–"}` : "down",
  ]);
  return section(
    "Virtual machines",
    htmlTable([["VM", "outages", "down", "longest", "at the end"], ...rows]),
    shown.length < vms.length
      ? `<p class="soft">The ${count(shown.length)} of ${count(vms.length)} VMs with the most downtime; all ` +
          "are in summary.json.</p>"
      : "",
  );
}
