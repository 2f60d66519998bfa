// Whether results are valid, as an exit code and sentences for people.

import type { Summary } from "../../study/statistics/summaries/summary.ts";
import { EXIT } from "./exit.ts";
import { VERSION } from "../../base/platform/version.ts";

type ExitVerdict = { readonly code: number; readonly because: readonly string[] };

/**
 * An error in a simulated trial is a defect of 3rc; in a live trial it means that something was wrong with the
 * machines. Next, a violated invariant fails the run; live trials with errors leave it incomplete.
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
  const broken = summaries.flatMap((summary) => brokenIn(summary));
  const useless = live.map(
    ({ scenario }) =>
      `${scenario.name}: trials ended in errors, which give no recovery times; see column error of trials.csv`,
  );
  return {
    code: broken.length > 0 ? EXIT.verdict : useless.length > 0 ? EXIT.incomplete : EXIT.ok,
    because: [...broken, ...useless],
  };
}

function brokenIn(summary: Summary): string[] {
  const invariants = Object.entries(summary.violations).map(([invariant, times]) => `${invariant} ${times} times`);
  return invariants.length === 0
    ? []
    : [`${summary.scenario.name}: invariants of the world were violated: ${invariants.join(", ")}`];
}
