// The page of a comparison: the verdict in one sentence, the phases that differ, curves of each, tables.

import type { Compared, ComparedPhase, Comparison, Side, Stratum } from "../../../study/comparison/comparison.ts";
import { shortP } from "../../../study/comparison/verdict.ts";
import { chartFigure, escapeHtml, htmlPage, htmlTable, keyFigures, section } from "./html.ts";
import type { Drawing } from "./page.ts";
import { count, figure, percent, range, sentence } from "../text/figures.ts";

/** The page as one HTML document that loads nothing and runs no script. `command` reproduces it. */
export function comparisonPage(comparison: Comparison, drawings: readonly Drawing[], command: string): string {
  const { verdict, recovery, phases, remarks, predicted, observed } = comparison;
  const body = [
    "<h1>Predicted against observed</h1>",
    `<p class="lead">${escapeHtml(`${describe(observed)}, against ${describe(predicted)}.`)}</p>`,
    `<p class="${verdict.distinguishable ? "bad" : "good"}">${escapeHtml(sentence(verdict.sentence))}</p>`,
    ...remarks.map((remark) => `<p class="soft">${escapeHtml(sentence(remark))}</p>`),
    keys(recovery),
    drawings.map(({ svg, title, caption }) => chartFigure(svg, title, caption)).join("\n"),
    section(
      "Recovery, and phase by phase",
      figuresTable(recovery, phases),
      testsTable(recovery, phases),
      `<p class="soft">${escapeHtml(HOW)}</p>`,
    ),
    section("How trials ended", outcomesTable(comparison)),
    ...comparison.strata.map(stratum),
    `<footer>3rc ${escapeHtml(comparison.version)}. Predicted: scenario ${escapeHtml(predicted.scenario.hash)}, ` +
      `seed ${escapeHtml(predicted.seed)}. Observed: scenario ${escapeHtml(observed.scenario.hash)}, seed ` +
      `${escapeHtml(observed.seed)}. To reproduce it: <code>${escapeHtml(command)}</code></footer>`,
  ];
  return htmlPage(`3rc: ${observed.scenario.name}, predicted against observed`, body.join("\n"));
}

const HOW =
  "KS: the largest distance between the two distribution functions; its p is exact given the ties. Observed longer: " +
  "the probability that an observed time is longer than a predicted one; p of ranks: the Mann-Whitney test of it. " +
  "p of both: the smaller of both, doubled; adjusted: for the number of phases, by Holm's method. In the tests of " +
  "the recovery, trials that did not recover rank after all others; they have no phases.";

function describe({ scenario, trials, live }: Side): string {
  return `${count(trials)} crashes of ${scenario.name}${live ? " on real machines" : ", simulated"}`;
}

function keys({ predicted, observed, difference_seconds: by, difference_ci: ends, p }: Compared): string {
  return keyFigures([
    [`${figure(observed.mean_seconds, 2)} s`, `observed mean, sigma ${figure(observed.sd_seconds, 2)} s`],
    [`${figure(predicted.mean_seconds, 2)} s`, `predicted mean, sigma ${figure(predicted.sd_seconds, 2)} s`],
    [`${signed(by)} s`, `difference, 95 % ${range(ends, 2)}`],
    [shortP(p), "p-value of the recovery times"],
  ]);
}

type Phases = Readonly<Record<string, ComparedPhase>>;

function figuresTable(recovery: Compared, phases: Phases): string {
  const head = ["", "mean ± sigma, s", "median", "mean ± sigma, s", "median", "difference", "95 % interval"];
  const row = (name: string, { predicted: a, observed: b, difference_seconds, difference_ci }: Compared) => [
    name,
    ...[a, b].flatMap(({ mean_seconds, sd_seconds, p50_seconds }) => [
      `${figure(mean_seconds, 2)} ± ${figure(sd_seconds, 2)}`,
      figure(p50_seconds, 2),
    ]),
    signed(difference_seconds),
    range(difference_ci, 2),
  ];
  const rows = [...Object.entries(phases).map(([name, phase]) => row(name, phase)), row("recovery", recovery)];
  return (
    `<p class="soft">Left: predicted, from ${count(recovery.predicted.n)} recoveries; right: observed, from ` +
    `${count(recovery.observed.n)}.</p>${htmlTable([head, ...rows])}`
  );
}

function testsTable(recovery: Compared, phases: Phases): string {
  const row = (
    name: string,
    { ks, ks_p, observed_longer, ranks_p, p }: Compared,
    adjusted: string,
    differs: string,
  ) => [
    name,
    figure(ks, 3),
    shortP(ks_p),
    percent(observed_longer),
    ranks_p === null ? "–" : shortP(ranks_p),
    shortP(p),
    adjusted,
    differs,
  ];
  return htmlTable([
    ["", "KS", "its p", "observed longer", "p of ranks", "p of both", "adjusted", ""],
    ...Object.entries(phases).map(([name, phase]) =>
      row(name, phase, shortP(phase.p_adjusted), phase.differs ? "differs" : ""),
    ),
    row("recovery", recovery, "", ""),
  ]);
}

function outcomesTable({ outcomes, predicted, observed }: Comparison): string {
  const share = (n: number, of: number) => (of === 0 ? "–" : percent(n / of));
  const rows = Object.entries(outcomes).map(([outcome, counted]) => [
    outcome,
    count(counted.predicted),
    share(counted.predicted, predicted.trials),
    count(counted.observed),
    share(counted.observed, observed.trials),
    shortP(counted.p),
  ]);
  return htmlTable([["outcome", "predicted", "share", "observed", "share", "p"], ...rows]);
}

function stratum({ fault, outcome, recovery, phases }: Stratum): string {
  return section(`${fault}, ${outcome}`, figuresTable(recovery, phases), testsTable(recovery, phases));
}

function signed(seconds: number | null): string {
  return seconds === null ? "–" : `${seconds < 0 ? "−" : "+"}${figure(Math.abs(seconds), 2)}`;
}
