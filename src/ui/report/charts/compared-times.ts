// One time (a phase, or the whole recovery) as predicted and as observed: the two distribution functions, and a
// quantile-quantile plot. Points on the diagonal are equal quantiles; points outside the band show a significant
// difference.

import type { TopLevelSpec } from "vega-lite";
import type { Censored } from "../../../study/comparison/compare-samples.ts";
import type { Compared } from "../../../study/comparison/comparison.ts";
import { ksCritical } from "../../../study/statistics/tests/kolmogorov-exact.ts";
import { ecdf, quantile, type Sorted } from "../../../study/statistics/sample.ts";
import { shortP } from "../../../study/comparison/verdict.ts";
import { count, figure } from "../text/figures.ts";
import type { Chart, ComparedTime, RegisteredChart } from "./chart.ts";
import { COLOUR, plotWidth, themed } from "./theme.ts";

const POINTS = 300;
const MARGINS = { left: 72, legendLines: 1 };
const GAP = 72;
const PANEL = Math.floor((plotWidth(MARGINS) - GAP) / 2);
const SIDES = ["predicted", "observed"] as const;

/** One chart for the recovery, and one for each phase that both sides have. */
export const comparedTimes: RegisteredChart = {
  name: "times",
  drawnFrom: {
    comparison: ({ comparison: { alpha }, times }) =>
      times.map((time) => draw(time, alpha)).filter((chart) => chart !== undefined),
  },
};

/** Undefined if a side has no known time, or if all times are equal. */
function draw({ name, compared, predicted, observed }: ComparedTime, alpha: number): Chart | undefined {
  if (predicted.sorted.length === 0 || observed.sorted.length === 0) return undefined;
  const values = [predicted.sorted, observed.sorted];
  const low = Math.min(...values.map((sorted) => sorted[0]));
  const high = Math.max(...values.map((sorted) => sorted[sorted.length - 1]));
  if (low === high) return undefined;
  const margin = 0.04 * (high - low);
  const domain = [Math.max(0, low - margin), high + margin];
  const panels = [curves(predicted, observed, domain), quantiles(predicted, observed, domain, alpha)];
  return {
    name: `${comparedTimes.name}-${name}`,
    title: `${name}: predicted and observed`,
    caption:
      "Left: share of trials against time. Right: observed against predicted quantiles. On the line they are equal; " +
      `${figure(100 * (1 - alpha), 0)} % of samples of one distribution lie entirely in the band.`,
    spec: sideBySide(panels, title(name, compared), subtitle(compared)),
  };
}

/** The theme cannot set the width of concatenated panels: the right margin makes room for them. */
function sideBySide(panels: readonly object[], title: string, subtitle: string): TopLevelSpec {
  const { width, padding, ...spec } = themed(MARGINS, {}, title, subtitle) as object as {
    readonly width: number;
    readonly padding: { readonly right: number };
  };
  return {
    ...spec,
    padding: { ...padding, right: padding.right + width },
    spacing: GAP,
    hconcat: panels,
  } as TopLevelSpec;
}

function title(name: string, { difference_seconds: by }: Compared): string {
  return by === null ? name : `${name}: ${by < 0 ? "−" : "+"}${figure(Math.abs(by), 2)} s`;
}

function subtitle({ predicted, observed, ks, p }: Compared): string {
  return (
    `${count(observed.n)} observed, ${count(predicted.n)} predicted; means ${figure(observed.mean_seconds, 2)} s ` +
    `and ${figure(predicted.mean_seconds, 2)} s; KS distance ${figure(ks, 3)}, p ${shortP(p)}`
  );
}

function curves(predicted: Censored, observed: Censored, domain: readonly number[]): object {
  const points = SIDES.flatMap((side) => {
    const { sorted, later } = side === "predicted" ? predicted : observed;
    const known = sorted.length / (sorted.length + later);
    const curve = ecdf(sorted, POINTS).map(({ x, share }) => ({ side, seconds: x, share: share * known }));
    return [{ side, seconds: domain[0], share: 0 }, ...curve, { side, seconds: domain[1], share: known }];
  });
  return {
    width: PANEL,
    height: PANEL,
    data: { values: points },
    mark: { type: "line", interpolate: "step-after", strokeWidth: 2 },
    encoding: {
      x: {
        field: "seconds",
        type: "quantitative",
        title: "time (s)",
        axis: { tickCount: 5 },
        scale: { domain, nice: false, zero: false },
      },
      y: {
        field: "share",
        type: "quantitative",
        title: "share of trials",
        axis: { format: "%", tickCount: 5 },
        scale: { domain: [0, 1] },
      },
      color: {
        field: "side",
        type: "nominal",
        title: null,
        scale: { domain: SIDES, range: [COLOUR.blue, COLOUR.vermilion] },
        legend: { orient: "bottom", symbolType: "stroke", symbolSize: 250 },
      },
    },
  };
}

function quantiles(predicted: Censored, observed: Censored, domain: readonly number[], alpha: number): object {
  const reach = ksCritical(predicted.sorted.length, observed.sorted.length, alpha);
  const at = (sorted: Sorted, share: number) => quantile(sorted, Math.min(1, Math.max(0, share))) ?? 0;
  const size = Math.min(POINTS, predicted.sorted.length, observed.sorted.length);
  const shares = Array.from({ length: size }, (_, i) => (i + 0.5) / size);
  const points = shares.map((share) => ({
    predicted: at(predicted.sorted, share),
    observed: at(observed.sorted, share),
  }));
  const band = shares.map((share) => ({
    predicted: at(predicted.sorted, share),
    low: share < reach ? domain[0] : at(predicted.sorted, share - reach),
    high: share > 1 - reach ? domain[1] : at(predicted.sorted, share + reach),
  }));
  const x = {
    field: "predicted",
    type: "quantitative",
    title: "predicted (s)",
    axis: { tickCount: 5 },
    scale: { domain, nice: false, zero: false },
  };
  const y = {
    type: "quantitative",
    title: "observed (s)",
    axis: { tickCount: 5 },
    scale: { domain, nice: false, zero: false },
  };
  const diagonal = domain.map((seconds) => ({ predicted: seconds, observed: seconds }));
  return {
    width: PANEL,
    height: PANEL,
    layer: [
      {
        data: { values: band },
        mark: { type: "area", color: COLOUR.grey, opacity: 0.22 },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
      },
      {
        data: { values: diagonal },
        mark: { type: "line", color: COLOUR.grey, strokeDash: [4, 4], strokeWidth: 1.2 },
        encoding: { x, y: { ...y, field: "observed" } },
      },
      {
        data: { values: points },
        mark: { type: "point", filled: true, size: 22, opacity: 0.8, color: COLOUR.vermilion },
        encoding: { x, y: { ...y, field: "observed" } },
      },
    ],
  };
}
