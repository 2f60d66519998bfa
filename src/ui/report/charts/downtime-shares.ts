// The shares of the downtime of an availability study, by cause or by phase.

import type { AvailabilitySummary } from "../../../study/statistics/summaries/summary.ts";
import { count, percent, span } from "../text/figures.ts";
import type { Chart, RegisteredChart } from "./chart.ts";
import { COLOUR, marginOf, NAMED_ROWS, themed } from "./theme.ts";

export const downtimeByCause: RegisteredChart = {
  name: "downtime-by-cause",
  drawnFrom: { availability: ({ summary }) => shares(summary, "cause") },
};

export const downtimeByPhase: RegisteredChart = {
  name: "downtime-by-phase",
  drawnFrom: { availability: ({ summary }) => shares(summary, "phase") },
};

/** Undefined without downtime. */
function shares(summary: AvailabilitySummary, by: "cause" | "phase"): Chart | undefined {
  const shareOf = by === "cause" ? summary.downtime_by_cause : summary.downtime_by_phase;
  const year = Object.values(summary.vms).reduce((sum, vm) => sum + vm.downtime_seconds_per_year, 0);
  const bars = Object.entries(shareOf)
    .filter(([, share]) => share > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([what, share]) => ({ what, share, label: `${percent(share)}, ${span(share * year)} a year` }));
  if (bars.length === 0) return undefined;
  return {
    name: `downtime-by-${by}`,
    title: by === "cause" ? "What costs the most downtime" : "Where downtime is spent",
    caption:
      by === "cause"
        ? "Shares of the downtime of all VMs, by the fault that caused it."
        : "Shares of the downtime of all VMs, by phase of the recovery.",
    spec: themed(
      { left: marginOf(bars.map(({ what }) => what)) },
      {
        height: { step: 24 },
        data: { values: bars },
        encoding: {
          y: { field: "what", type: "nominal", sort: null, title: null, axis: NAMED_ROWS },
          x: {
            field: "share",
            type: "quantitative",
            title: "share of downtime",
            axis: { format: "%", values: ticksTo(bars[0].share) },
            scale: { domain: [0, bars[0].share * 1.38], nice: false },
          },
        },
        layer: [
          { mark: { type: "bar", height: 15, color: by === "cause" ? COLOUR.vermilion : COLOUR.blue } },
          { mark: { type: "text", align: "left", dx: 5, fontSize: 11 }, encoding: { text: { field: "label" } } },
        ],
      },
      `${summary.scenario.name}: downtime by ${by}`,
      `${span(year)} a year, summed over ${count(Object.keys(summary.vms).length)} VMs`,
    ),
  };
}

/** At least four ticks from 0 to the longest bar or beyond, at whole percents. */
function ticksTo(longest: number): number[] {
  const step = [20, 10, 5, 2].find((wide) => 100 * longest >= 3 * wide) ?? 1;
  return Array.from({ length: Math.ceil((100 * longest) / step) + 1 }, (_, i) => (i * step) / 100).filter(
    (share) => share <= Math.min(1, 1.38 * longest),
  );
}
