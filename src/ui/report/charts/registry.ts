// All charts, in the order in which a report shows them. Code and tests that need all charts use this registry.

import { drawn, type Chart, type ChartSource, type RegisteredChart } from "./chart.ts";
import { comparedTimes } from "./compared-times.ts";
import { downtimeByCause, downtimeByPhase } from "./downtime-shares.ts";
import { downtimeByYear } from "./downtime-by-year.ts";
import { ninesByUnit } from "./nines-by-unit.ts";
import { phaseDifferences } from "./phase-differences.ts";
import { phaseWaterfall } from "./phase-waterfall.ts";
import { recoveryEcdf } from "./recovery-ecdf.ts";
import { recoveryHistogram } from "./recovery-histogram.ts";
import { timeline } from "./timeline.ts";

export const CHARTS: readonly RegisteredChart[] = [
  recoveryHistogram,
  phaseWaterfall,
  recoveryEcdf,
  ninesByUnit,
  downtimeByCause,
  downtimeByPhase,
  downtimeByYear,
  phaseDifferences,
  comparedTimes,
  timeline,
];

/** All charts that can be drawn from the source. */
export function chartsFrom(source: ChartSource): Chart[] {
  return CHARTS.flatMap((chart) => drawn(chart, source));
}
