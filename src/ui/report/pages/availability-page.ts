// The contents of the page of an availability study: lead sentence, key figures, tables.

import type { AvailabilitySummary, UnitSummary } from "../../../study/statistics/summaries/summary.ts";
import { escapeHtml, htmlTable, section } from "./html.ts";
import { LONGEST_NAME, MAX_ROWS } from "./limits.ts";
import { unitsInBrief } from "../text/units-in-brief.ts";
import { count, figure, percent, range, shortened, span } from "../text/figures.ts";

/** The estimate in one sentence. */
export function availabilityLead({ site, years, replications }: AvailabilitySummary): string {
  const nines = site.nines === null ? "no downtime seen" : `${figure(site.nines, 2)} nines`;
  return (
    `The site is available ${percent(site.availability)} of the time, ${nines} (95 % ${range(site.nines_ci, 2)}): ` +
    `${span(site.downtime_seconds_per_year)} of downtime a year. From ${count(Math.round(years))} simulated years ` +
    `in ${count(replications)} replications.`
  );
}

/** Its key figures: value and label. */
export function availabilityKeys({
  site,
  recovery,
  time_to_detect,
  incidents_per_year,
}: AvailabilitySummary): [string, string][] {
  return [
    [figure(site.nines, 2), "nines of the site"],
    [span(site.mtbf_seconds), "mean time between outages of the site"],
    [span(site.mttr_seconds), "mean length of an outage"],
    [percent(recovery.within_10_min), "of VM outages over within ten minutes"],
    [span(time_to_detect.mean_seconds), "mean time to detect"],
    [figure(incidents_per_year), "incidents a year"],
  ];
}

/** Its tables, each a section of the page. */
export function availabilityTables(summary: AvailabilitySummary): string[] {
  const vms = Object.entries(summary.vms);
  const shown =
    vms.length <= MAX_ROWS ? vms : vms.toSorted((a, b) => a[1].availability - b[1].availability).slice(0, MAX_ROWS);
  const which =
    shown.length < vms.length
      ? `The worst ${count(shown.length)} of ${count(vms.length)} VMs; all are in vms.csv. `
      : "";
  const units: [string, UnitSummary][] = [["site", summary.site], ...Object.entries(summary.groups), ...shown];
  return [
    section(
      "Units",
      htmlTable([
        ["unit", "availability", "nines", "95 % interval", "down a year", "outages", "MTBF", "MTTR"],
        ...units.map(([name, unit]) => [
          shortened(name, LONGEST_NAME),
          percent(unit.availability),
          figure(unit.nines, 2),
          range(unit.nines_ci, 2),
          span(unit.downtime_seconds_per_year),
          count(unit.outages),
          span(unit.mtbf_seconds),
          span(unit.mttr_seconds),
        ]),
      ]),
      `<p class="soft">${which}The VM with the lowest availability: ${escapeHtml(summary.worst_vm)}.</p>`,
    ),
    section(
      "Downtime in single years",
      htmlTable([
        ["unit", "median", "90 %", "99 %", "worst", "years without"],
        ...unitsInBrief(summary).map(([name, { downtime_by_year: year }]) => [
          shortened(name, LONGEST_NAME),
          span(year.p50_seconds),
          span(year.p90_seconds),
          span(year.p99_seconds),
          span(year.max_seconds),
          count(year.years_without),
        ]),
      ]),
    ),
  ];
}
