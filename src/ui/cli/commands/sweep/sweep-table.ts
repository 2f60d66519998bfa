// The runs of a sweep side by side, for a terminal or a spreadsheet. The first run is the baseline, the unchanged
// scenario.

import { stringify } from "csv-stringify/sync";
import type { SweepRun } from "../../../../study/experiment/sweep.ts";
import { LINE_WIDTH, textTable } from "../../../report/text/text-table.ts";
import { figure, percent, range, span } from "../../../report/text/figures.ts";
import type { AvailabilitySummary, CampaignSummary } from "../../../../study/statistics/summaries/summary.ts";

type SweepSummary = CampaignSummary | AvailabilitySummary;
export type SweptRun = { readonly run: SweepRun; readonly summary: SweepSummary };

/** A line for each run, grouped under the path that was varied, since paths are too long for a column. */
export function sweepText(swept: readonly SweptRun[], width = LINE_WIDTH): string {
  const [{ summary: baseline }] = swept;
  const head = baseline.experiment === "crash-campaign" ? CAMPAIGN_HEAD : AVAILABILITY_HEAD;
  const rows = swept.map(({ run, summary }) => [
    run.path === null ? "as it is" : `  ${run.value}`,
    ...cells(summary, baseline),
  ]);
  const [top, rule, ...lines] = textTable([["changed to", ...head], ...rows], 1, width).split("\n");
  const grouped = swept.flatMap(({ run: { path } }, i) =>
    path === null || path === swept[i - 1].run.path ? [lines[i]] : [path, lines[i]],
  );
  return `${[top, rule, ...grouped].join("\n")}\n`;
}

const CAMPAIGN_HEAD = ["mean s", "change", "sigma s", "change", "in 10 min", "recovered by"];
const AVAILABILITY_HEAD = ["site nines", "95 % interval", "change", "down a year", "change"];

function cells(summary: SweepSummary, baseline: SweepSummary): string[] {
  if (summary.experiment === "crash-campaign" && baseline.experiment === "crash-campaign") {
    const { recovery: is } = summary;
    const { recovery: was } = baseline;
    return [
      figure(is.mean_seconds),
      change(is.mean_seconds, was.mean_seconds, 1),
      figure(is.sd_seconds),
      change(is.sd_seconds, was.sd_seconds, 1),
      percent(is.within_10_min),
      outcomes(summary),
    ];
  }
  if (summary.experiment === "availability" && baseline.experiment === "availability") {
    const { site: is } = summary;
    const { site: was } = baseline;
    return [
      figure(is.nines, 3),
      range(is.nines_ci, 3),
      change(is.nines, was.nines, 3),
      span(is.downtime_seconds_per_year),
      `${change(is.downtime_seconds_per_year / 60, was.downtime_seconds_per_year / 60, 1)} min`,
    ];
  }
  return [];
}

/** "+1.2", or a dash if one of the two does not exist. */
function change(is: number | null, was: number | null, decimals: number): string {
  if (is === null || was === null) return "–";
  const by = (is - was).toFixed(decimals);
  return Number(by) === 0 ? "0" : by.startsWith("-") ? by : `+${by}`;
}

/** "reboot", or "reboot 99.2 %, restart 0.8 %". */
function outcomes({ outcomes, trials }: CampaignSummary): string {
  const words = Object.entries(outcomes)
    .map(([outcome, n]) => [outcome.replace(/^recovered-(by-)?/, ""), n] as const)
    .sort((a, b) => b[1] - a[1]);
  return words.length === 1
    ? words[0][0]
    : words.map(([word, n]) => `${word} ${((100 * n) / trials).toFixed(1)} %`).join(", ");
}

/** A row for each run; the baseline's path and value are empty. */
export function sweepCsv(swept: readonly SweptRun[]): string {
  const campaign = swept[0].summary.experiment === "crash-campaign";
  const head = campaign
    ? ["path", "value", "trials", "recovered", "mean_seconds", "sd_seconds", "within_10_min"]
    : [
        "path",
        "value",
        "years",
        "site_availability",
        "site_nines",
        "site_nines_low",
        "site_nines_high",
        "site_downtime_seconds_per_year",
      ];
  return stringify([head, ...swept.map(({ run, summary }) => [run.path, run.value, ...figures(summary)])]);
}

function figures(summary: SweepSummary): (number | null)[] {
  if (summary.experiment === "crash-campaign") {
    const { recovery, trials } = summary;
    return [trials, recovery.n, recovery.mean_seconds, recovery.sd_seconds, recovery.within_10_min];
  }
  const { site, years } = summary;
  return [years, site.availability, site.nines, ...site.nines_ci, site.downtime_seconds_per_year];
}

/** Each run with its whole summary, as JSON. */
export function sweepJson(swept: readonly SweptRun[]): string {
  return `${JSON.stringify(
    swept.map(({ run: { path, value }, summary }) => ({ path, value, summary })),
    null,
    2,
  )}\n`;
}
