// The page of a result: the verdict in one sentence, key figures, charts, tables, how to make it again.

import type {
  AvailabilitySummary,
  CampaignSummary,
  LiveSummary,
  RecoverySummary,
  ReplaySummary,
  Summary,
  UnitSummary,
} from "../../../study/statistics/summaries/summary.ts";
import { chartFigure, escapeHtml, htmlPage, htmlTable, section } from "./html.ts";
import { unitsInBrief } from "../text/units-in-brief.ts";
import { count, figure, percent, range, sentence, shortened, span } from "../text/words.ts";

export type Drawing = { readonly title: string; readonly svg: string; readonly caption: string };

export type PageParts = {
  readonly drawings: readonly Drawing[];
  /** The command that makes these results. */
  readonly command: string;
  /** What the scenario's author says of it. */
  readonly description: string;
  /** One run, line by line; empty for none. */
  readonly trace: string;
};

/** More VMs than this are shown by the worst of them. */
const MOST_ROWS = 100;
const LONGEST_NAME = 36;

/** The page as one HTML document that fetches nothing and runs nothing. */
export function reportPage(summary: Summary, parts: PageParts): string {
  switch (summary.experiment) {
    case "crash-campaign":
      return page(summary, parts, campaignLead(summary), campaignKeys(summary), campaignTables(summary));
    case "availability":
      return page(summary, parts, availabilityLead(summary), availabilityKeys(summary), availabilityTables(summary));
    case "replay":
      return page(summary, parts, replayLead(summary), [], [replayTable(summary)]);
  }
}

function page(
  summary: Summary,
  parts: PageParts,
  lead: string,
  keys: readonly (readonly [string, string])[],
  tables: readonly string[],
): string {
  const body = [
    `<h1>${escapeHtml(summary.scenario.name)}</h1>`,
    `<p class="lead">${escapeHtml(lead)}</p>`,
    findings(summary),
    remarks(summary),
    keys.length === 0
      ? ""
      : `<div class="keys">${keys.map(([value, what]) => `<div><b>${escapeHtml(value)}</b><span>${escapeHtml(what)}</span></div>`).join("")}</div>`,
    parts.drawings.map(({ svg, title, caption }) => chartFigure(svg, title, caption)).join("\n"),
    ...tables,
    parts.trace === "" ? "" : section("The run, line by line", `<pre>${escapeHtml(parts.trace)}</pre>`),
    parts.description === ""
      ? ""
      : section("The scenario, in its own words", `<pre>${escapeHtml(parts.description)}</pre>`),
    `<footer>3rc ${escapeHtml(summary.version)}, scenario ${escapeHtml(summary.scenario.hash)}, seed ${escapeHtml(summary.seed)}. To make it again: <code>${escapeHtml(parts.command)}</code></footer>`,
  ];
  return htmlPage(`3rc: ${summary.scenario.name}`, body.filter((part) => part !== "").join("\n"));
}

function findings(summary: Summary): string {
  const laws = Object.entries(summary.findings);
  const live = summary.experiment === "crash-campaign" ? summary.live : undefined;
  const broken =
    laws.length === 0 && (live?.witness.twice ?? 0) === 0
      ? ""
      : `<p class="bad">Laws of the world were broken: ${escapeHtml(brokenWords(laws, live))}.${escapeHtml(whereBroken(summary))}</p>`;
  if (live === undefined)
    return broken === ""
      ? '<p class="good">No law of the world was broken: no VM ran twice, no host was overfilled.</p>'
      : broken;
  return `${broken}${witnessWords(live)}`;
}

function brokenWords(laws: readonly (readonly [law: string, times: number])[], live: LiveSummary | undefined): string {
  return laws.length === 0
    ? `a VM was seen to be up twice, ${count(live?.witness.twice ?? 0)} times`
    : laws.map(([law, times]) => `${law}, ${count(times)} times`).join("; ");
}

/** The word of the witness on the whole campaign, and no more than that. */
function witnessWords({ inventory, witness: { asked, answered, twice } }: LiveSummary): string {
  const saw =
    answered === 0
      ? "it can say nothing"
      : twice > 0
        ? `it saw a VM up twice, ${count(twice)} ${twice === 1 ? "time" : "times"}`
        : "no VM was ever up twice";
  return `<p class="${answered > 0 && twice === 0 ? "good" : "bad"}">On real machines (${escapeHtml(inventory.name)}). The witness asked hypervisors ${count(asked)} times which VMs run there, and was answered ${count(answered)} times: ${saw}.</p>`;
}

function whereBroken(summary: Summary): string {
  return summary.experiment !== "availability" || summary.first_finding === null
    ? ""
    : ` First in replication ${summary.first_finding}: 3rc trace with --trial ${summary.first_finding} tells it.`;
}

function remarks(summary: Summary): string {
  if (summary.experiment !== "availability") return "";
  return summary.remarks.map((remark) => `<p class="soft">${escapeHtml(sentence(remark))}</p>`).join("");
}

function campaignLead({ trials, recovery, published }: CampaignSummary): string {
  if (recovery.n === 0) return `None of ${count(trials)} crashes was recovered in the time that it was given.`;
  const said = (mean: number | null | undefined) =>
    mean === null || mean === undefined ? "" : ` (published ${figure(mean, 0)} s)`;
  return `${count(trials)} crashes, ${percent(recovery.within_10_min)} of them recovered within ten minutes; mean ${figure(recovery.mean_seconds)} s${said(published?.mean_seconds)}${recovery.sd_seconds === null ? "" : `, sigma ${figure(recovery.sd_seconds)} s${said(published?.sd_seconds)}`}.`;
}

function campaignKeys({ recovery }: CampaignSummary): [string, string][] {
  return [
    [`${figure(recovery.mean_seconds, 2)} s`, `mean, 95 % ${range(recovery.mean_ci, 2)}`],
    [`${figure(recovery.sd_seconds, 2)} s`, `sigma, 95 % ${range(recovery.sd_ci, 2)}`],
    [`${figure(recovery.p99_seconds)} s`, "99 % are faster"],
    [percent(recovery.within_10_min), `within ten minutes${shareRange(recovery.within_10_min_ci)}`],
  ];
}

function shareRange(ends: readonly [number, number] | null): string {
  return ends === null ? "" : `, 95 % [${percent(ends[0])}, ${percent(ends[1])}]`;
}

function campaignTables(summary: CampaignSummary): string[] {
  const { recovery, published } = summary;
  const compared =
    published === null
      ? []
      : [
          section(
            "Beside the published figures",
            htmlTable([
              ["", summary.live === undefined ? "simulated" : "measured", "95 % interval", "published", "difference"],
              [
                "mean (s)",
                figure(recovery.mean_seconds, 2),
                range(recovery.mean_ci, 2),
                figure(published.mean_seconds, 0),
                difference(recovery.mean_seconds, published.mean_seconds),
              ],
              [
                "sigma (s)",
                figure(recovery.sd_seconds, 2),
                range(recovery.sd_ci, 2),
                figure(published.sd_seconds, 0),
                difference(recovery.sd_seconds, published.sd_seconds),
              ],
              ["trials", count(recovery.n), "", count(published.n), ""],
            ]),
            `<p class="soft">Published: ${escapeHtml(published.source)}.</p>`,
          ),
        ];
  const outcomes = Object.entries(summary.outcomes).map(([outcome, n]) => [
    outcome,
    count(n),
    percent(n / summary.trials),
  ]);
  const phases = Object.entries(summary.phases).map(([phase, { mean_seconds, sd_seconds, share }]) => [
    phase,
    figure(mean_seconds, 2),
    figure(sd_seconds, 2),
    percent(share),
  ]);
  const faults = Object.entries(summary.by_fault).map(([fault, of]) => recoveryRow(fault, of));
  return [
    ...compared,
    section(
      "Recovery by fault",
      htmlTable([
        ["fault", "n", "mean s", "sigma s", "median s", "95 % s", "99 % s", "longest s", "in ten minutes"],
        ...faults,
        recoveryRow("all", recovery),
      ]),
    ),
    section("How trials ended", htmlTable([["outcome", "trials", "share"], ...outcomes])),
    section("Phases", htmlTable([["phase", "mean s", "sigma s", "share"], ...phases])),
    section(
      "Is it Gaussian?",
      htmlTable([
        ["measure", "value", "of a Gaussian"],
        ["skewness", figure(recovery.skewness, 3), "0"],
        ["excess kurtosis", figure(recovery.excess_kurtosis, 3), "0"],
        ["Kolmogorov-Smirnov distance to its own Gaussian", figure(recovery.ks_normal, 4), "0"],
        ["Lilliefors p-value", figure(recovery.ks_normal_p, 3), "above 0.05 in 19 of 20"],
      ]),
    ),
  ];
}

function recoveryRow(name: string, of: RecoverySummary): string[] {
  return [
    name,
    count(of.n),
    figure(of.mean_seconds, 2),
    figure(of.sd_seconds, 2),
    figure(of.p50_seconds),
    figure(of.p95_seconds),
    figure(of.p99_seconds),
    figure(of.max_seconds),
    percent(of.within_10_min),
  ];
}

function difference(simulated: number | null, published: number): string {
  return simulated === null
    ? "–"
    : `${simulated >= published ? "+" : "−"}${Math.abs(simulated - published).toFixed(2)}`;
}

function availabilityLead({ site, years, replications }: AvailabilitySummary): string {
  const nines = site.nines === null ? "no downtime seen" : `${figure(site.nines, 2)} nines`;
  return `The site is available ${percent(site.availability)} of the time, ${nines} (95 % ${range(site.nines_ci, 2)}): ${span(site.downtime_seconds_per_year)} of downtime a year. From ${count(Math.round(years))} simulated years in ${count(replications)} replications.`;
}

function availabilityKeys({
  site,
  recovery,
  time_to_detect,
  incidents_per_year,
}: AvailabilitySummary): [string, string][] {
  return [
    [figure(site.nines, 2), "nines of the site"],
    [span(site.mtbf_seconds), "up time of the site between outages, on average"],
    [span(site.mttr_seconds), "mean length of one"],
    [percent(recovery.within_10_min), "VM outages over within ten minutes"],
    [span(time_to_detect.mean_seconds), "to detect, on average"],
    [figure(incidents_per_year), "incidents a year"],
  ];
}

function availabilityTables(summary: AvailabilitySummary): string[] {
  const vms = Object.entries(summary.vms);
  const shown =
    vms.length <= MOST_ROWS ? vms : vms.toSorted((a, b) => a[1].availability - b[1].availability).slice(0, MOST_ROWS);
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
      `<p class="soft">${shown.length < vms.length ? `The worst ${count(shown.length)} of ${count(vms.length)} VMs; all are in vms.csv. ` : ""}The VM with the least availability: ${escapeHtml(summary.worst_vm)}.</p>`,
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

function replayLead(summary: ReplaySummary): string {
  const vms = Object.entries(summary.vms);
  const hit = vms.filter(([, vm]) => vm.outages > 0);
  const back = hit.filter(([, vm]) => vm.ended_up);
  return `${count(hit.length)} of ${count(vms.length)} VMs lost their service in ${span(summary.horizon_seconds)}; ${back.length === hit.length ? "all came back" : `${count(back.length)} came back`}${hit.length === 0 ? "" : `, the longest outage was ${span(Math.max(...hit.map(([, vm]) => vm.longest_seconds)))}`}.`;
}

function replayTable(summary: ReplaySummary): string {
  const vms = Object.entries(summary.vms);
  const shown =
    vms.length <= MOST_ROWS
      ? vms
      : vms.toSorted((a, b) => b[1].downtime_seconds - a[1].downtime_seconds).slice(0, MOST_ROWS);
  const rows = shown.map(([name, vm]) => [
    shortened(name, LONGEST_NAME),
    count(vm.outages),
    span(vm.downtime_seconds),
    span(vm.longest_seconds),
    vm.ended_up ? `up on ${vm.ended_on ?? "–"}` : "down",
  ]);
  return section(
    "Virtual machines",
    htmlTable([["VM", "outages", "down", "longest", "in the end"], ...rows]),
    shown.length < vms.length
      ? `<p class="soft">The ${count(shown.length)} of ${count(vms.length)} VMs that were down the longest; all are in summary.json.</p>`
      : "",
  );
}
