// Summaries for a terminal: the most important figures, in at most 100 columns.

import type {
  AvailabilitySummary,
  CampaignSummary,
  IncidentSummary,
  Summary,
} from "../../../study/statistics/summaries/summary.ts";
import { figuresTable, LINE_WIDTH, textTable } from "./text-table.ts";
import { unitsInBrief } from "./units-in-brief.ts";
import { count, figure, percent, range, span } from "./figures.ts";
import { listedVerdict } from "./verdict-words.ts";

/** The largest number of VMs of an incident that are shown; of more, those with the most downtime. */
const MAX_ROWS = 30;
const INDENT = "    ";

/**
 * All summaries; first one table of all campaigns with published figures. `sites`: how many hosts of each scenario's
 * site may fail, by the name of the scenario.
 */
export function summaryText(
  summaries: readonly Summary[],
  width = LINE_WIDTH,
  sites: ReadonlyMap<string, string> = new Map(),
): string {
  const campaigns = summaries.filter((summary) => summary.experiment === "crash-campaign");
  const published = campaigns.filter((summary) => summary.published !== null);
  const parts = published.length > 0 ? [comparisonTable(published, width)] : [];
  for (const summary of summaries) {
    const lines =
      summary.experiment === "crash-campaign"
        ? campaignText(summary, width)
        : summary.experiment === "availability"
          ? availabilityText(summary, width)
          : incidentText(summary, width);
    parts.push([...lines, ...endText(summary, width, sites.get(summary.scenario.name))].join("\n"));
  }
  return `${parts.join("\n\n")}\n`;
}

/** Simulated and published figures. */
function comparisonTable(summaries: readonly CampaignSummary[], width: number): string {
  const head = ["recovery time", "n", "mean s", "95 % interval", "published", "sigma s", "95 % interval", "published"];
  const rows = summaries.map(({ scenario, recovery, published }) => [
    scenario.name,
    count(recovery.n),
    figure(recovery.mean_seconds, 2),
    range(recovery.mean_ci, 2),
    figure(published?.mean_seconds ?? null, 0),
    figure(recovery.sd_seconds, 2),
    range(recovery.sd_ci, 2),
    figure(published?.sd_seconds ?? null, 0),
  ]);
  return figuresTable([head, ...rows], width);
}

function campaignText(summary: CampaignSummary, width: number): string[] {
  const wrapped = (text: string) => wrappedTo(width, text);
  const { scenario, recovery, trials } = summary;
  const outcomes = Object.entries(summary.outcomes)
    .map(([outcome, n]) => `${count(n)} ${outcome}`)
    .join(", ");
  const phases = Object.entries(summary.phases).map(([phase, { mean_seconds, sd_seconds, share }]) => [
    `  ${phase}`,
    figure(mean_seconds),
    figure(sd_seconds),
    percent(share),
  ]);
  return [
    wrapped(`${scenario.name}: ${count(trials)} trials; ${outcomes}`),
    wrapped(
      `  within ten minutes ${percent(recovery.within_10_min)}; median ${figure(recovery.p50_seconds)} s, 95 % ` +
        `${figure(recovery.p95_seconds)} s, 99 % ${figure(recovery.p99_seconds)} s, longest ` +
        `${figure(recovery.max_seconds)} s`,
    ),
    wrapped(
      `  shape: skewness ${figure(recovery.skewness, 3)}, excess kurtosis ${figure(recovery.excess_kurtosis, 3)}, ` +
        `KS distance to its normal ${figure(recovery.ks_normal, 4)} (p ${figure(recovery.ks_normal_p, 3)})`,
    ),
    ...(phases.length === 0 ? [] : [textTable([["  phase", "mean s", "sigma s", "share"], ...phases], 1, width)]),
  ];
}

function availabilityText(summary: AvailabilitySummary, width: number): string[] {
  const wrapped = (text: string) => wrappedTo(width, text);
  const { scenario, years, replications, recovery } = summary;
  const rows = unitsInBrief(summary).map(([name, unit]) => [
    `  ${name}`,
    percent(unit.availability),
    figure(unit.nines, 2),
    range(unit.nines_ci, 2),
    span(unit.downtime_seconds_per_year),
    span(unit.mtbf_seconds),
    span(unit.mttr_seconds),
  ]);
  return [
    wrapped(
      `${scenario.name}: ${count(Math.round(years))} years in ${count(replications)} replications, ` +
        `${figure(summary.incidents_per_year)} incidents a year`,
    ),
    figuresTable([["  unit", "availability", "nines", "95 % interval", "down a year", "MTBF", "MTTR"], ...rows], width),
    wrapped(
      `  ${count(recovery.n)} outages of VMs: ${percent(recovery.within_10_min)} over within ten minutes; median ` +
        `${span(recovery.p50_seconds)}, 99 % ${span(recovery.p99_seconds)}, longest ${span(recovery.max_seconds)}`,
    ),
    summary.downtime_by_year.p50_seconds === null
      ? "  no replication was a whole year long"
      : wrapped(
          `  site down in single years: median ${span(summary.downtime_by_year.p50_seconds)}, 90 % ` +
            `${span(summary.downtime_by_year.p90_seconds)}, worst ${span(summary.downtime_by_year.max_seconds)}`,
        ),
    wrapped(`  downtime by cause: ${shares(summary.downtime_by_cause)}`),
    wrapped(`  downtime by phase: ${shares(summary.downtime_by_phase)}`),
    ...summary.remarks.map((remark) => wrapped(`  ${remark}`)),
  ];
}

function incidentText(summary: IncidentSummary, width: number): string[] {
  const wrapped = (text: string) => wrappedTo(width, text);
  const vms = Object.entries(summary.vms);
  const shown =
    vms.length <= MAX_ROWS
      ? vms
      : vms.toSorted((a, b) => b[1].downtime_seconds - a[1].downtime_seconds).slice(0, MAX_ROWS);
  const rows = shown.map(([name, vm]) => [
    `  ${name}`,
    count(vm.outages),
    span(vm.downtime_seconds),
    span(vm.longest_seconds),
    vm.ended_up ? `up on ${vm.ended_on ?? "–"}` : "down",
  ]);
  return [
    wrapped(`${summary.scenario.name}: ${span(summary.horizon_seconds)} of an incident`),
    textTable([["  VM", "outages", "down", "longest", "at the end"], ...rows], 1, width),
    ...(shown.length < vms.length
      ? [`  and ${count(vms.length - shown.length)} more VMs with no more downtime than these`]
      : []),
  ];
}

function shares(parts: Readonly<Record<string, number>>): string {
  const largest = Object.entries(parts)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5);
  return largest.map(([name, share]) => `${name} ${percent(share)}`).join(", ") || "none";
}

/** What is said of every experiment: its site, what was expected and whether it came out, and the invariants. */
function endText(summary: Summary, width: number, site: string | undefined): string[] {
  return [
    ...(site === undefined ? [] : [wrappedTo(width, `  the site ${site}`)]),
    ...expectationsText(summary, width),
    violationsText(summary, width),
  ];
}

function expectationsText({ expectations = [] }: Summary, width: number): string[] {
  return expectations.map(({ expected, found, verdict }) =>
    wrappedTo(width, `  ${listedVerdict(verdict)}: ${expected}${verdict === "held" ? "" : `; found: ${found}`}`),
  );
}

/** Whether the invariants of the world held. */
function violationsText({ violations }: Summary, width: number): string {
  const broken = Object.entries(violations).map(([invariant, times]) => `${invariant} (${count(times)})`);
  return broken.length === 0
    ? "  every invariant of the world held"
    : wrappedTo(width, `  INVARIANTS OF THE WORLD WERE VIOLATED: ${broken.join(", ")}`);
}

/** Wraps at spaces; continuation lines are indented. */
function wrappedTo(width: number, text: string): string {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    if (space <= INDENT.length) break;
    lines.push(rest.slice(0, space));
    rest = INDENT + rest.slice(space + 1);
  }
  return [...lines, rest].join("\n");
}
