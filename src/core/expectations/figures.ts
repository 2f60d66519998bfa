// The figures of a summary on which a scenario may set bounds, for each kind of experiment: their places, with
// `_seconds` left out, and whether they are durations. A test holds the list to the summaries.

import { FAULT_KINDS } from "../cluster/fault.ts";
import { OUTCOMES } from "../measurement/trial.ts";

/** What a figure is: a duration, a share from 0 to 1, or a plain number. */
export type FigureUnit = "duration" | "share" | "number";

type Figures = { readonly [name: string]: FigureUnit | Figures };

/** Names that a pattern of places may contain: those of the scenario. */
type FigureNames = { readonly vms: readonly string[]; readonly groups: readonly string[] };

const RECOVERY: Figures = {
  n: "number",
  mean: "duration",
  p50: "duration",
  p95: "duration",
  p99: "duration",
  max: "duration",
  within_10_min: "share",
};
const CAMPAIGN_RECOVERY: Figures = { ...RECOVERY, sd: "duration" };
const UNIT: Figures = {
  availability: "share",
  nines: "number",
  downtime_per_year: "duration",
  outages: "number",
  mtbf: "duration",
  mttr: "duration",
};
const INCIDENT_VM: Figures = { outages: "number", downtime: "duration", longest: "duration" };

/** The figures of the summary of a kind of experiment: place to unit. */
export function figuresOf(
  experiment: "crash-campaign" | "availability" | "incident",
  { vms, groups }: FigureNames,
): ReadonlyMap<string, FigureUnit> {
  switch (experiment) {
    case "crash-campaign":
      return flat({
        outcomes: each(OUTCOMES, "number"),
        recovery: CAMPAIGN_RECOVERY,
        downtime: { n: "number", mean: "duration", sd: "duration", p50: "duration", p95: "duration", max: "duration" },
        by_fault: each(FAULT_KINDS, CAMPAIGN_RECOVERY),
      });
    case "availability":
      return flat({
        site: UNIT,
        groups: each(groups, UNIT),
        vms: each(vms, UNIT),
        recovery: RECOVERY,
        time_to_detect: { n: "number", mean: "duration", p95: "duration" },
        incidents_per_year: "number",
      });
    case "incident":
      return flat({ vms: each(vms, INCIDENT_VM) });
  }
}

function each(names: readonly string[], figure: FigureUnit | Figures): Figures {
  return Object.fromEntries(names.map((name) => [name, figure]));
}

function flat(figures: Figures, before = ""): ReadonlyMap<string, FigureUnit> {
  return new Map(
    Object.entries(figures).flatMap(([name, figure]): (readonly [string, FigureUnit])[] =>
      typeof figure === "string" ? [[before + name, figure]] : [...flat(figure, `${before}${name}.`)],
    ),
  );
}
