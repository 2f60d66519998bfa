// A histogram of recovery times, with the Gaussian of their mean and standard deviation, and the published one, if any.

import { normalDensity } from "../../../base/numerics/normal.ts";
import type { CampaignSummary } from "../../../study/statistics/summaries/summary.ts";
import { count, figure } from "../text/figures.ts";
import type { Chart, RegisteredChart } from "./chart.ts";
import { COLOUR, themed } from "./theme.ts";

/** From this number of recoveries on, there are at least `LEAST_BARS` bars. */
const MANY = 1000;
const LEAST_BARS = 25;

type Bell = { readonly label: string; readonly mean: number; readonly sd: number };

export const recoveryHistogram: RegisteredChart = {
  name: "recovery-histogram",
  drawnFrom: { "crash-campaign": ({ summary, recoverySeconds }) => histogram(summary, recoverySeconds) },
};

/** Undefined for fewer than two different recovery times. */
function histogram(summary: CampaignSummary, sorted: Float64Array): Chart | undefined {
  const { mean_seconds: mean, sd_seconds: sd } = summary.recovery;
  if (mean === null || sd === null || sd === 0) return undefined;
  const bins = binned(sorted);
  const bells = bellsOf(summary, mean, sd);
  const low = Math.min(bins.low, ...bells.map((bell) => bell.mean - 4 * bell.sd));
  const high = Math.max(bins.high, ...bells.map((bell) => bell.mean + 4 * bell.sd));
  const domain = [Math.max(0, low), high];
  const scale = sorted.length * bins.width;
  return {
    name: recoveryHistogram.name,
    title: "Recovery time",
    caption:
      "Distribution of recovery times. A good fit follows the bars; two peaks would mean two ways of recovering.",
    spec: themed(
      { left: 72, legendLines: bells.length + 1 },
      {
        height: 300,
        layer: [
          barLayer(bins, domain),
          curveLayer(
            bells.flatMap((bell) => curve(bell, domain[0], high, scale)),
            bells.map(({ label }) => label),
          ),
        ],
      },
      `${summary.scenario.name}: recovery time`,
      `${count(sorted.length)} recoveries; skewness ${figure(summary.recovery.skewness, 2)}, excess kurtosis ` +
        `${figure(summary.recovery.excess_kurtosis, 2)}, KS distance to its Gaussian ` +
        `${figure(summary.recovery.ks_normal, 3)}`,
    ),
  };
}

function barLayer({ bars }: Bins, domain: readonly number[]): object {
  return {
    data: { values: bars },
    mark: { type: "bar", color: COLOUR.sky, opacity: 0.55, binSpacing: 0.5 },
    encoding: {
      x: {
        field: "from",
        type: "quantitative",
        bin: "binned",
        title: "fault to verified service (s)",
        axis: { grid: false, tickCount: 10 },
        scale: { domain, nice: false, zero: false },
      },
      x2: { field: "to" },
      y: { field: "n", type: "quantitative", title: "trials", axis: { tickCount: 6 } },
    },
  };
}

function curveLayer(points: readonly object[], distributions: readonly string[]): object {
  const legend = { orient: "bottom", columns: 1, symbolType: "stroke", symbolSize: 250 };
  return {
    data: { values: points },
    mark: { type: "line", strokeWidth: 2.5 },
    encoding: {
      x: { field: "seconds", type: "quantitative" },
      y: { field: "n", type: "quantitative" },
      color: {
        field: "distribution",
        type: "nominal",
        title: null,
        scale: { domain: distributions, range: [COLOUR.blue, COLOUR.vermilion] },
        legend,
      },
      strokeDash: {
        field: "distribution",
        type: "nominal",
        title: null,
        scale: {
          domain: distributions,
          range: [
            [1, 0],
            [6, 4],
          ],
        },
        legend,
      },
    },
  };
}

function bellsOf({ published, live }: CampaignSummary, mean: number, sd: number): Bell[] {
  const own: Bell = {
    label: `Gaussian, mean ${figure(mean)} s, sigma ${figure(sd)} s (${live === undefined ? "simulated" : "measured"})`,
    mean,
    sd,
  };
  if (published === null) return [own];
  const { mean_seconds, sd_seconds } = published;
  return [
    own,
    {
      label: `Gaussian, mean ${figure(mean_seconds, 0)} s, sigma ${figure(sd_seconds, 0)} s (published)`,
      mean: mean_seconds,
      sd: sd_seconds,
    },
  ];
}

type Bins = {
  readonly width: number;
  readonly low: number;
  readonly high: number;
  readonly bars: readonly { from: number; to: number; n: number }[];
};

/**
 * Bins by the rule of Freedman and Diaconis, with a round width; at most about 80 bars, and for many recoveries at
 * least about 25.
 */
function binned(sorted: Float64Array): Bins {
  const at = (p: number) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
  const span = sorted[sorted.length - 1] - sorted[0];
  const wanted = (2 * (at(0.75) - at(0.25))) / Math.cbrt(sorted.length);
  const widest = sorted.length < MANY ? Infinity : span / LEAST_BARS;
  const width = round(Math.max(Math.min(wanted, widest), span / 80, 1e-6), widest);
  const low = Math.floor(sorted[0] / width) * width;
  const bars = Array.from({ length: Math.floor((sorted[sorted.length - 1] - low) / width) + 1 }, (_, i) => ({
    from: low + i * width,
    to: low + (i + 1) * width,
    n: 0,
  }));
  for (const seconds of sorted) bars[Math.min(bars.length - 1, Math.floor((seconds - low) / width))].n++;
  return { width, low, high: bars[bars.length - 1].to, bars };
}

/** Rounds up to 1, 2 or 5 times a power of ten; down, if that would exceed `most`. */
function round(width: number, most: number): number {
  let power = 1;
  while (power > width) power /= 10;
  while (power * 10 <= width) power *= 10;
  const nice = [1, 2, 5, 10].map((times) => times * power);
  const up = nice.find((each) => each >= width * 0.999) ?? width;
  return up <= most ? up : (nice.findLast((each) => each <= most) ?? width);
}

function curve({ label, mean, sd }: Bell, from: number, to: number, scale: number) {
  const steps = 160;
  return Array.from({ length: steps + 1 }, (_, i) => {
    const seconds = from + ((to - from) * i) / steps;
    return {
      distribution: label,
      seconds: hundredths(seconds),
      n: hundredths((scale * normalDensity((seconds - mean) / sd)) / sd),
    };
  });
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
