// Whether results are valid, as an exit code and sentences for people.

import type { Summary } from "../../study/statistics/summaries/summary.ts";
import { EXIT } from "./exit.ts";
import { VERSION } from "../../base/platform/version.ts";
import { VERDICT_WORDS } from "../report/text/verdict-words.ts";

type ExitVerdict = { readonly code: number; readonly because: readonly string[] };

/**
 * An error in a simulated trial is a defect of 3rc; in a live trial it means that something was wrong with the
 * machines. Next, a violated invariant, a missed expectation or a trial that never recovered fails the run; an
 * expectation that cannot be judged, and live trials with errors, leave it incomplete.
 */
export function verdictOn(summaries: readonly Summary[]): ExitVerdict {
  const inError = summaries.filter(
    (summary) => summary.experiment === "crash-campaign" && (summary.outcomes.error ?? 0) > 0,
  );
  const live = inError.filter((summary) => "live" in summary);
  if (inError.length > live.length) {
    const names = inError.map(({ scenario }) => scenario.name).join(", ");
    return {
      code: EXIT.defect,
      because: [`3rc ${VERSION} has a defect: trials of ${names} ended in errors; see column error of trials.csv`],
    };
  }
  const broken = summaries.flatMap((summary) => [
    ...brokenIn(summary),
    ...expectationsOf(summary, "missed"),
    ...unrecoveredIn(summary),
  ]);
  const useless = live.map(
    ({ scenario }) =>
      `${scenario.name}: trials ended in errors, which give no recovery times; see column error of trials.csv`,
  );
  const open = [...summaries.flatMap((summary) => expectationsOf(summary, "unknown")), ...useless];
  return {
    code: broken.length > 0 ? EXIT.verdict : open.length > 0 ? EXIT.incomplete : EXIT.ok,
    because: [...broken, ...open],
  };
}

function brokenIn(summary: Summary): string[] {
  const invariants = Object.entries(summary.violations).map(([invariant, times]) => `${invariant} ${times} times`);
  return invariants.length === 0
    ? []
    : [`${summary.scenario.name}: invariants of the world were violated: ${invariants.join(", ")}`];
}

function expectationsOf({ scenario, expectations = [] }: Summary, verdict: "missed" | "unknown"): string[] {
  return expectations
    .filter((each) => each.verdict === verdict)
    .map(({ expected, found }) => `${scenario.name}: ${VERDICT_WORDS[verdict]}: ${expected}; found: ${found}`);
}

/** A bound on `outcomes.timed-out` says how many there may be. */
function unrecoveredIn(summary: Summary): string[] {
  if (summary.experiment !== "crash-campaign") return [];
  const { scenario, trials, outcomes, expectations = [] } = summary;
  const timedOut = outcomes["timed-out"] ?? 0;
  if (timedOut === 0 || expectations.some(({ figure }) => figure === "outcomes.timed-out")) return [];
  return [
    `${scenario.name}: ${timedOut} of ${trials} trials never recovered (timed out): mean and quantiles leave them ` +
      "out; where that is to be expected, the scenario says so: expect: { outcomes.timed-out: { atMost: … } }",
  ];
}
