// What the downtime of an availability study is made of: by cause, or by phase.

import type { AvailabilitySummary } from "../../statistics/summary.ts";
import { span } from "../words.ts";
import { COLOUR, themed, WIDTH, type Chart } from "./theme.ts";

export function downtimeShares(summary: AvailabilitySummary, by: "cause" | "phase"): Chart | undefined {
  const shares = by === "cause" ? summary.downtime_by_cause : summary.downtime_by_phase;
  const year = Object.values(summary.vms).reduce((sum, vm) => sum + vm.downtime_seconds_per_year, 0);
  const bars = Object.entries(shares)
    .filter(([, share]) => share > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([what, share]) => ({ what, share, label: `${(100 * share).toFixed(1)} %, ${span(share * year)} a year` }));
  if (bars.length === 0) return undefined;
  return {
    name: `downtime-by-${by}`,
    title: by === "cause" ? "What costs the most downtime" : "Where downtime is spent",
    caption: by === "cause" ? "Shares of the downtime of all VMs, by the fault that began it." : "Shares of the downtime of all VMs, by what was going on meanwhile.",
    spec: themed(
      {
        width: WIDTH - 140, height: { step: 24 },
        data: { values: bars },
        encoding: { y: { field: "what", type: "nominal", sort: null, title: null, axis: { domain: false, ticks: false } }, x: { field: "share", type: "quantitative", title: "share of downtime", axis: { format: "%" }, scale: { domain: [0, Math.min(1.5, bars[0].share * 1.5)], nice: false } } },
        layer: [
          { mark: { type: "bar", height: 15, color: by === "cause" ? COLOUR.vermilion : COLOUR.blue } },
          { mark: { type: "text", align: "left", dx: 5, fontSize: 11 }, encoding: { text: { field: "label" } } },
        ],
      },
      `${summary.scenario.name}: downtime by ${by}`,
      `${span(year)} a year, summed over ${Object.keys(summary.vms).length} VMs`,
    ),
  };
}
