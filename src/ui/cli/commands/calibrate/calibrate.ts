// `3rc calibrate`: the scenario of a campaign, with distributions fitted to the campaign's results.

import { existsSync } from "node:fs";
import { journalPath } from "../../../../live/crash-test/campaign/trial-journal.ts";
import { journalAt } from "../../../../study/results/kept-journals.ts";
import {
  FEWEST,
  observedDistributions,
  type ObservedDistribution,
} from "../../../../study/calibration/observed-distributions.ts";
import { check } from "../../../../base/prelude/check.ts";
import { streamsOf } from "../../../../base/random/random-stream.ts";
import { lineWidth } from "../../terminal/width.ts";
import { textTable } from "../../../report/text/text-table.ts";
import { formatDistribution } from "../../../../base/document/distribution/format-distribution.ts";
import { parseScenario, renderProblems, type Problem } from "../../../../core/scenario/parse.ts";
import { rewriteScenario, type Replacement } from "../../../../base/document/rewrite.ts";
import { chooseDistribution, type ChosenDistribution } from "../../../../study/statistics/fits/choose-distribution.ts";
import { halfOf } from "../../../../study/comparison/crashes.ts";
import { shortP } from "../../../../study/comparison/verdict.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { readHalf, resultTrials, type ResultTrials } from "../../../../study/results/result-trials.ts";
import { writeOrRefuse } from "../../../../study/results/result-folder.ts";
import { print } from "../../terminal/print.ts";

export type CalibrateOptions = { readonly half?: string; readonly out: string; readonly json?: true };

type Fitted = { readonly observed: ObservedDistribution; readonly chosen: ChosenDistribution };

export function calibrate(folder: string, options: CalibrateOptions): void {
  const half = readHalf(options.half);
  const result = resultTrials(folder);
  if (result.refusedToday.length > 0) throw new Refusal(notAgain(result.refusedToday));
  const trials = halfOf(result.trials, half);
  const journals = trials.map(({ index }) => journalAt(journalPath(folder, index), result.scenario, index));
  const all = observedDistributions(result.scenario.site, trials, journals);
  const fitted = all
    .filter(({ seconds }) => seconds.length >= FEWEST)
    .map((observed): Fitted => ({
      observed,
      chosen: chooseDistribution(observed.seconds, streamsOf("calibrate", 0).of(observed.what)),
    }));
  if (fitted.length === 0)
    throw new Refusal(
      `${folder}: no phase was observed ${FEWEST} times in recoveries from faults of one VM: there is nothing to ` +
        "fit a distribution to",
    );
  const part = half === undefined ? "" : `, ${half} half`;
  const source = `${result.live ? "live" : "simulated"} run ${result.scenario.name}${part}`;
  const text = calibrated(result, fitted, source, half === undefined);
  write(options.out, text);
  const few = all.filter(({ seconds }) => seconds.length < FEWEST);
  print(options.json === true ? `${JSON.stringify(fitted.map(figuresOf), null, 2)}\n` : tell(fitted, few, options.out));
}

function notAgain(problems: readonly Problem[]): string {
  return `${renderProblems(problems)}\nThe calibrated scenario would be refused as well: it keeps these settings.`;
}

function calibrated(
  { scenario, text, overrides, live }: ResultTrials,
  fitted: readonly Fitted[],
  source: string,
  whole: boolean,
): string {
  const replacements: Replacement[] = [
    { path: ["name"], value: `${scenario.name}-calibrated` },
    {
      path: ["seed"],
      value: `${scenario.seed}-calibrated`,
      comment: "differs from the seed of the calibrated campaign, so that both are independent samples",
    },
    ...fitted.flatMap(({ observed, chosen }) => replacementsFor(observed, chosen, source)),
  ];
  const opening =
    `${scenario.name}, calibrated on a ${live ? "live" : "simulated"} run: values marked "fitted" were fitted by ` +
    `3rc calibrate to ${whole ? "all" : "one half"} of its trials, by\n` +
    "maximum likelihood, and chosen by AIC; p is that of the Kolmogorov-Smirnov distance, by parametric bootstrap. " +
    "All\nother values are unchanged, and so is this description:";
  const written = rewriteScenario(text, overrides, replacements, opening);
  const parsed = parseScenario(written, "calibrated.yaml");
  check(parsed.ok, () => `the calibrated scenario cannot be read: ${parsed.ok ? "" : renderProblems(parsed.problems)}`);
  return written;
}

function replacementsFor(
  { path, phase, what, besides }: ObservedDistribution,
  chosen: ChosenDistribution,
  source: string,
): Replacement[] {
  const distribution = distributionText(chosen);
  const comment = `fitted: ${what}; ${source}; ${describe(chosen)}`;
  return [
    { path, value: phase === null ? distribution : { [phase]: distribution }, comment },
    ...besides.map(({ path: beside, value }) => ({
      path: beside,
      value,
      comment: "fitted: part of the distribution for all but the download",
    })),
  ];
}

/** As in a scenario, in seconds. */
function distributionText({ distribution }: ChosenDistribution): string {
  return formatDistribution(distribution).replace(
    /\b(\d+)us\b/g,
    (_, microseconds: string) => `${Number(microseconds) / 1e6}s`,
  );
}

function describe({ n, distribution, fit, next }: ChosenDistribution): string {
  if (fit === null)
    return `n ${n}, ${distribution.kind === "constant" ? "all alike" : "as observed: no distribution can be fitted"}`;
  const second = next === null ? "" : ` (${next.distribution} ${next.aic.toFixed(1)})`;
  const best = `${fit.distribution}, AIC ${fit.aic.toFixed(1)}${second}, KS ${fit.ks.toFixed(3)}, p ${shortP(fit.p)}`;
  return distribution.kind === "empirical"
    ? `n ${n}, as observed: the best distribution does not fit (${best})`
    : `n ${n}, ${best}`;
}

function write(out: string, text: string): void {
  if (existsSync(out)) throw new Refusal(`${out}: exists already; expected --out with a new file`);
  writeOrRefuse(out, text);
}

function tell(fitted: readonly Fitted[], few: readonly ObservedDistribution[], out: string): string {
  const rows = fitted.map(({ observed, chosen }) => [
    observed.path.join("."),
    String(chosen.n),
    chosen.fit?.distribution ?? chosen.distribution.kind,
    chosen.distribution.kind === "empirical" ? "as observed" : distributionText(chosen),
    chosen.fit === null ? "–" : chosen.fit.aic.toFixed(1),
    chosen.fit === null ? "–" : shortP(chosen.fit.p),
  ]);
  const kept = few.map(({ what, seconds }) => `${what} (${seconds.length} times)`);
  return [
    textTable([["distribution of", "n", "best", "used", "AIC", "p"], ...rows], 1, lineWidth()),
    ...(kept.length === 0 ? [] : [`Observed too rarely, and left unchanged: ${kept.join(", ")}`]),
    `Scenario: ${out}\n`,
  ].join("\n");
}

function figuresOf({ observed, chosen: { n, distribution, fit, next } }: Fitted): object {
  return { path: observed.path, what: observed.what, n, distribution: formatDistribution(distribution), fit, next };
}
