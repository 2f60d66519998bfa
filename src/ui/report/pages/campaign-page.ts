// The contents of the page of a crash campaign: lead sentence, key figures, tables.

import type { CampaignSummary, RecoverySummary } from "../../../study/statistics/summaries/summary.ts";
import { escapeHtml, htmlTable, section } from "./html.ts";
import { count, figure, percent, range } from "../text/figures.ts";

/** The campaign in one sentence. */
export function campaignLead({ trials, recovery, published }: CampaignSummary): string {
  if (recovery.n === 0) return `None of ${count(trials)} crashes was recovered within the timeout.`;
  const said = (mean: number | null | undefined) =>
    mean === null || mean === undefined ? "" : ` (published ${figure(mean, 0)} s)`;
  const sigma =
    recovery.sd_seconds === null ? "" : `, sigma ${figure(recovery.sd_seconds)} s${said(published?.sd_seconds)}`;
  return (
    `${count(trials)} crashes, ${percent(recovery.within_10_min)} of them recovered within ten minutes; ` +
    `mean ${figure(recovery.mean_seconds)} s${said(published?.mean_seconds)}${sigma}.`
  );
}

/** Its key figures: value and label. */
export function campaignKeys({ recovery }: CampaignSummary): [string, string][] {
  return [
    [`${figure(recovery.mean_seconds, 2)} s`, `mean, 95 % ${range(recovery.mean_ci, 2)}`],
    [`${figure(recovery.sd_seconds, 2)} s`, `sigma, 95 % ${range(recovery.sd_ci, 2)}`],
    [`${figure(recovery.p99_seconds)} s`, "99 % quantile"],
    [percent(recovery.within_10_min), `within ten minutes${shareRange(recovery.within_10_min_ci)}`],
  ];
}

function shareRange(ends: readonly [number, number] | null): string {
  return ends === null ? "" : `, 95 % [${percent(ends[0])}, ${percent(ends[1])}]`;
}

/** Its tables, each a section of the page. */
export function campaignTables(summary: CampaignSummary): string[] {
  const { recovery } = summary;
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
    ...besidePublished(summary),
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

function besidePublished({ recovery, published, live }: CampaignSummary): string[] {
  if (published === null) return [];
  return [
    section(
      "Comparison with the published figures",
      htmlTable([
        ["", live === undefined ? "simulated" : "measured", "95 % interval", "published", "difference"],
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
