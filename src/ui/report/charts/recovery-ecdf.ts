// The share of trials that had recovered, against time, with the promise of ten minutes.

import { ecdf } from "../../../study/statistics/sample.ts";
import type { CampaignSummary } from "../../../study/statistics/summaries/summary.ts";
import { count, figure, percent } from "../text/figures.ts";
import type { Chart, RegisteredChart } from "./chart.ts";
import { COLOUR, themed } from "./theme.ts";

const PROMISE_SECONDS = 600;
/** The least begin of a logarithmic axis. */
const SHORTEST_SECONDS = 1;

export const recoveryEcdf: RegisteredChart = {
  name: "recovery-ecdf",
  drawnFrom: {
    "crash-campaign": ({ summary, recoverySeconds }) =>
      recoverySeconds.length === 0 ? undefined : ecdfOf(summary, recoverySeconds),
  },
};

/**
 * `sorted`: recovery times in seconds, at least one. Because of trials that did not recover, the curve may end below
 * 100 %; trials in which no service was lost, and errors, do not count.
 */
function ecdfOf(summary: CampaignSummary, sorted: Float64Array): Chart {
  const { "timed-out": late = 0 } = summary.outcomes;
  const judged = sorted.length + late;
  const recovered = sorted.length / judged;
  const longest = sorted[sorted.length - 1];
  const log = longest > 10 * PROMISE_SECONDS;
  const domain = [
    log ? Math.max(SHORTEST_SECONDS, sorted[0] / 2) : 0,
    Math.max(PROMISE_SECONDS * 1.08, longest * (log ? 1.5 : 1.05)),
  ];
  const curve = ecdf(sorted, 400).map(({ x, share }) => ({
    seconds: Math.max(domain[0], x),
    share: share * recovered,
  }));
  const points = [{ seconds: domain[0], share: 0 }, ...curve, { seconds: domain[1], share: recovered }];
  const x = { field: "seconds", type: "quantitative" };
  const y = { field: "share", type: "quantitative" };
  const promise = [{ seconds: PROMISE_SECONDS, share: 0.5, label: "ten minutes" }];
  return {
    name: recoveryEcdf.name,
    title: "Recovered against time",
    caption: "Share of trials that had recovered, against time. Relaxed high availability promises ten minutes.",
    spec: themed(
      { left: 72, above: 14 },
      {
        height: 240,
        layer: [
          {
            data: { values: promise },
            mark: { type: "rule", color: COLOUR.vermilion, strokeDash: [6, 4], strokeWidth: 1.5 },
            encoding: { x },
          },
          {
            data: { values: promise },
            mark: { type: "text", angle: 270, dy: 12, color: COLOUR.vermilion, fontSize: 11 },
            encoding: { x, y, text: { field: "label" } },
          },
          {
            data: { values: points },
            mark: { type: "line", interpolate: "step-after", color: COLOUR.blue, strokeWidth: 2 },
            encoding: {
              x: {
                ...x,
                title: log ? "fault to verified service (s, logarithmic)" : "fault to verified service (s)",
                axis: { grid: false, tickCount: 8 },
                scale: log ? { type: "log", domain, nice: false } : { domain, nice: false },
              },
              y: { ...y, title: "share of trials", axis: { format: "%", tickCount: 5 }, scale: { domain: [0, 1] } },
            },
          },
          ...landmarks(summary, domain, recovered, log),
        ],
      },
      `${summary.scenario.name}: share recovered`,
      `${count(sorted.length)} of ${count(judged)} trials recovered; within ten minutes ` +
        `${percent(summary.recovery.within_10_min)}`,
    ),
  };
}

/**
 * The median and the 99 % quantile. A rising curve never passes above-left or below-right of its own points: labels are
 * placed there, on the side with more room.
 */
function landmarks(
  { recovery }: CampaignSummary,
  [from, to]: readonly number[],
  recovered: number,
  log: boolean,
): object[] {
  const place = (seconds: number) => (log ? Math.log(seconds / from) / Math.log(to / from) : seconds / to);
  const named: [string, number, number | null][] = [
    ["median", 0.5, recovery.p50_seconds],
    ["99 %", 0.99, recovery.p99_seconds],
  ];
  const points = named.flatMap(([name, share, seconds]) =>
    seconds === null
      ? []
      : [{ seconds: Math.max(from, seconds), share: share * recovered, label: `${name}: ${figure(seconds)} s` }],
  );
  const encoding = { x: { field: "seconds", type: "quantitative" }, y: { field: "share", type: "quantitative" } };
  const text = (left: boolean) => ({
    data: { values: points.filter(({ seconds }) => place(seconds) > 0.3 === left) },
    mark: {
      type: "text",
      align: left ? "right" : "left",
      baseline: left ? "bottom" : "top",
      dx: left ? -7 : 8,
      dy: left ? -4 : 4,
      fontSize: 11,
    },
    encoding: { ...encoding, text: { field: "label" } },
  });
  return [
    {
      data: { values: points },
      mark: { type: "point", filled: true, size: 55, opacity: 1, color: COLOUR.blue },
      encoding,
    },
    text(true),
    text(false),
  ];
}
