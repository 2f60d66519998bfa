// The mean length of each phase of a recovery, one after the other.

import type { CampaignSummary } from "../../../study/statistics/summaries/summary.ts";
import { figure } from "../text/figures.ts";
import type { Chart, RegisteredChart } from "./chart.ts";
import { COLOUR, marginOf, NAMED_ROWS, themed } from "./theme.ts";

/** Not drawn for a campaign in which no trial recovered. */
export const phaseWaterfall: RegisteredChart = {
  name: "phase-waterfall",
  drawnFrom: {
    "crash-campaign": ({ summary, recoverySeconds }) => (recoverySeconds.length === 0 ? undefined : waterfall(summary)),
  },
};

/** Undefined if no phase took any time. */
function waterfall(summary: CampaignSummary): Chart | undefined {
  let at = 0;
  const bars = Object.entries(summary.phases).map(([phase, { mean_seconds: mean, sd_seconds: sd }]) => {
    const from = at;
    at += mean;
    return {
      phase,
      from,
      to: at,
      label: `${figure(mean)} ± ${figure(sd)} s`,
      failed: phase.startsWith("failed") || phase === "human",
    };
  });
  if (at === 0) return undefined;
  const anyFailed = bars.some(({ failed }) => failed);
  return {
    name: phaseWaterfall.name,
    title: "Where the time goes",
    caption: "Mean length of each phase, one after the other, with its standard deviation.",
    spec: themed(
      { left: marginOf(bars.map(({ phase }) => phase)) },
      {
        height: { step: 26 },
        data: { values: bars },
        encoding: { y: { field: "phase", type: "nominal", sort: null, title: null, axis: NAMED_ROWS } },
        layer: [
          {
            mark: { type: "bar", height: 16 },
            encoding: {
              x: {
                field: "from",
                type: "quantitative",
                title: "seconds since the fault",
                axis: { tickCount: 8 },
                scale: { domain: [0, at * 1.2], nice: false },
              },
              x2: { field: "to" },
              color: {
                field: "failed",
                type: "nominal",
                legend: null,
                scale: { domain: [false, true], range: [COLOUR.blue, COLOUR.orange] },
              },
            },
          },
          {
            mark: { type: "text", align: "left", dx: 5, fontSize: 11 },
            encoding: { x: { field: "to", type: "quantitative" }, text: { field: "label" } },
          },
        ],
      },
      `${summary.scenario.name}: phases of a recovery`,
      `in all ${figure(at)} s on average${anyFailed ? "; in orange: failed attempts, and waiting for a human" : ""}`,
    ),
  };
}
