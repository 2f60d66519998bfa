// Whether what a scenario expects came out of its experiment.

import { toSeconds } from "../../base/prelude/time.ts";
import type { Bound, ExpectationVerdict, Judged } from "../../core/expectations/expectation.ts";
import { judgeIncident } from "../../core/expectations/judge-incident.ts";
import type { Entry } from "../../core/journal/entry.ts";
import type { Trials } from "../../core/measurement/trial.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { figureOf, type Figure } from "../statistics/summaries/figure.ts";
import type { Summary } from "../statistics/summaries/summary.ts";

type Result<S extends Summary> = {
  readonly summary: S;
  /** Of a crash campaign. */
  readonly trials?: Trials;
  /** The whole journal of an incident. */
  readonly entries?: readonly Entry[];
};

/** The summary with one judgement for each expectation of the scenario, if it has any. */
export function judged<S extends Summary>({ expect }: Scenario, { summary, trials, entries }: Result<S>): S {
  const all = [
    ...judgeIncident(expect.incident, entries ?? []),
    ...expect.figures.map((bound) => judgeFigure(bound, summary, trials)),
  ];
  if (all.length === 0) return summary;
  const expectations = all.map(({ at, ...rest }) => ({
    ...rest,
    ...(at === undefined ? {} : { at_seconds: toSeconds(at) }),
  }));
  return { ...summary, expectations };
}

/** By the whole interval of the figure: a bound inside it cannot be judged. */
function judgeFigure(bound: Bound, summary: Summary, trials: Trials | undefined): Judged {
  const about = { figure: bound.figure, expected: `${bound.figure} ${bound.text}` };
  const figure = figureOf(summary, bound.figure, trials);
  if (figure === undefined) return { ...about, verdict: "unknown", found: "there is no such figure in this result" };
  return { ...about, verdict: verdictOn(bound, figure), found: shown(figure) };
}

function verdictOn({ atLeast = -Infinity, atMost = Infinity }: Bound, { interval }: Figure): ExpectationVerdict {
  const [low, high] = [interval[0] ?? -Infinity, interval[1] ?? Infinity];
  if (high < atLeast || low > atMost) return "missed";
  return low >= atLeast && high <= atMost ? "held" : "unknown";
}

/** At most six digits; a value of its own if it is exact. */
function shown({ value, interval: [low, high] }: Figure): string {
  const digits = (number: number | null) => (number === null ? "?" : String(Number(number.toPrecision(6))));
  return low === value && high === value ? digits(value) : `${digits(value)} (${digits(low)} to ${digits(high)})`;
}
