// The types of charts, of the results that they are drawn from, and of registered charts. Each chart is a file here
// that exports one or more `RegisteredChart`; `registry.ts` lists all of them.

import type { TopLevelSpec } from "vega-lite";
import type { Timeline } from "../../../core/journal/timeline.ts";
import type { Censored } from "../../../study/comparison/compare-samples.ts";
import type { Compared, Comparison } from "../../../study/comparison/comparison.ts";
import type {
  AvailabilitySummary,
  CampaignSummary,
  IncidentSummary,
} from "../../../study/statistics/summaries/summary.ts";

export type Chart = {
  /** Name of the file, as recovery-histogram. */
  readonly name: string;
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly caption: string;
  readonly spec: TopLevelSpec;
};

/** What the time axis of an episode counts from. */
export type Origin =
  /** The time of day; `seconds` is the time of day at the beginning of the run. */
  | { readonly kind: "clock"; readonly seconds: number }
  /** The first fault. */
  | { readonly kind: "fault" }
  /** The beginning of the run. */
  | { readonly kind: "run" };

/** One run, or a part of it, shown as a timeline. */
export type Episode = { readonly timeline: Timeline; readonly title: string; readonly origin: Origin };

/** The recovery time, or the time of one phase, of two campaigns: comparison and samples. */
export type ComparedTime = {
  readonly name: string;
  readonly compared: Compared;
  readonly predicted: Censored;
  readonly observed: Censored;
};

type Sources = {
  "crash-campaign": {
    readonly summary: CampaignSummary;
    /** Recovery times of the trials that recovered, ascending. */
    readonly recoverySeconds: Float64Array;
    /** The trial that is shown in detail. */
    readonly episode: Episode | undefined;
  };
  availability: {
    readonly summary: AvailabilitySummary;
    /** Downtime of the site in each year, in seconds, ascending. */
    readonly siteYears: Float64Array;
  };
  incident: { readonly summary: IncidentSummary; readonly episode: Episode | undefined };
  comparison: {
    readonly comparison: Comparison;
    /** The recovery and each phase that is compared, in the order in which they are drawn. */
    readonly times: readonly ComparedTime[];
  };
};

/** Every kind of result that charts can be drawn from. */
export type SourceKind = keyof Sources;
export type SourceOf<K extends SourceKind> = { readonly kind: K } & Sources[K];
export type ChartSource = { readonly [K in SourceKind]: SourceOf<K> }[SourceKind];

/** Undefined: there is nothing to show. Several: their names begin with that of the registered chart. */
type Drawn = Chart | readonly Chart[] | undefined;

export type RegisteredChart = {
  readonly name: string;
  /** How it is drawn from each kind of result; it does not apply to a kind that is not here. */
  readonly drawnFrom: { readonly [K in SourceKind]?: (source: SourceOf<K>) => Drawn };
};

/** The charts that this one draws from the source: none if it does not apply or has nothing to show. */
export function drawn<K extends SourceKind>(chart: RegisteredChart, source: SourceOf<K>): readonly Chart[] {
  const draw: RegisteredChart["drawnFrom"][K] = chart.drawnFrom[source.kind];
  return [draw?.(source) ?? []].flat();
}
