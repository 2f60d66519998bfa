// How much years differ: the downtime of the site in each simulated year, from the best to the worst.

import { ecdf, quantile } from "../../../study/statistics/sample.ts";
import { count, span } from "../text/figures.ts";
import type { Chart, RegisteredChart } from "./chart.ts";
import { COLOUR, themed } from "./theme.ts";

const MAX_POINTS = 400;
/** Where years without downtime are drawn, since a logarithmic axis has no zero. */
const SHORTEST_SECONDS = 60;
const TICKS = [
  ["1 min", 60],
  ["3 min", 180],
  ["10 min", 600],
  ["30 min", 1800],
  ["1 h", 3600],
  ["3 h", 10_800],
  ["10 h", 36_000],
  ["1 d", 86_400],
  ["3 d", 259_200],
  ["10 d", 864_000],
  ["30 d", 2_592_000],
  ["100 d", 8_640_000],
  ["1 year", 31_536_000],
] as const;
const TARGETS = [
  ["99 %", 315_360],
  ["99.9 %", 31_536],
  ["99.99 %", 3153.6],
  ["99.999 %", 315.36],
] as const;

export const downtimeByYear: RegisteredChart = {
  name: "downtime-by-year",
  drawnFrom: { availability: ({ summary, siteYears }) => byYear(summary.scenario.name, siteYears) },
};

/**
 * `sorted`: seconds of site downtime of each year, ascending; undefined for fewer than two years, or if none had any.
 */
function byYear(name: string, sorted: Float64Array): Chart | undefined {
  const worst = sorted[sorted.length - 1];
  if (sorted.length < 2 || worst === 0) return undefined;
  const drawn = (time: number) => Math.max(SHORTEST_SECONDS, time);
  const domain = [drawn(sorted[0]) / 1.6, drawn(worst) * 1.6];
  const within = (time: number) => time >= domain[0] && time <= domain[1];
  const ticks = TICKS.filter(([, time]) => within(time));
  const targets = TARGETS.filter(([, time]) => within(time)).map(([label, time]) => ({ time, label }));
  const points = [
    { share: 0, time: drawn(sorted[0]) },
    ...ecdf(sorted, MAX_POINTS).map(({ x, share }) => ({ share, time: drawn(x) })),
  ];
  const without = sorted.filter((time) => time === 0).length;
  return {
    name: downtimeByYear.name,
    title: "Good years and bad years",
    caption:
      "Downtime of the site in single years, sorted. The mean hides that a few years have most of it. The dashed " +
      "lines are the downtime that each availability allows in a year.",
    spec: themed(
      { left: 86 },
      {
        height: 240,
        layer: [...targetLayers(targets), curveLayer(points, domain, ticks)],
      },
      `${name}: site downtime year by year`,
      `${count(sorted.length)} years; median ${span(quantile(sorted, 0.5))}, worst ` +
        `${span(worst)}${without === 0 ? "" : `; ${count(without)} without any are drawn at 1 min`}`,
    ),
  };
}

const Y = { field: "time", type: "quantitative" };

function targetLayers(targets: readonly { readonly time: number; readonly label: string }[]): object[] {
  return [
    {
      data: { values: targets },
      mark: { type: "rule", color: COLOUR.vermilion, strokeDash: [6, 4] },
      encoding: { y: Y },
    },
    {
      data: { values: targets },
      mark: {
        type: "text",
        align: "left",
        baseline: "bottom",
        dx: 4,
        dy: -2,
        fontSize: 11,
        color: COLOUR.vermilion,
      },
      encoding: { x: { value: 0 }, y: Y, text: { field: "label" } },
    },
  ];
}

function curveLayer(
  points: readonly { readonly share: number; readonly time: number }[],
  domain: readonly number[],
  ticks: readonly (readonly [label: string, time: number])[],
): object {
  return {
    data: { values: points },
    mark: { type: "line", interpolate: "step-before", color: COLOUR.blue, strokeWidth: 2 },
    encoding: {
      x: {
        field: "share",
        type: "quantitative",
        title: "share of years with at most this downtime",
        axis: { format: "%", grid: false, tickCount: 10 },
        scale: { domain: [0, 1] },
      },
      y: {
        ...Y,
        title: "down in the year (log)",
        scale: { type: "log", domain, nice: false },
        axis: {
          grid: false,
          values: ticks.map(([, time]) => time),
          labelExpr:
            `${JSON.stringify(Object.fromEntries(ticks.map(([label, time]) => [time, label])))}` + "[datum.value]",
        },
      },
    },
  };
}
