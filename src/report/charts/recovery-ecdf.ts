// Which share of recoveries was over by when, against the promise of ten minutes.

import { ecdf } from "../../statistics/sample.ts";
import { count, percent } from "../words.ts";
import { COLOUR, themed, WIDTH, type Chart } from "./theme.ts";

export const PROMISE_SECONDS = 600;

/** `sorted` recovery times in seconds, at least one. */
export function recoveryEcdf(name: string, sorted: Float64Array, within: number | null): Chart {
  const points = ecdf(sorted, 400).map(({ x, share }) => ({ seconds: x, share }));
  const high = Math.max(PROMISE_SECONDS * 1.08, points[points.length - 1].seconds);
  const log = high > 10 * PROMISE_SECONDS;
  const x = { type: "quantitative", title: log ? "loss of service to its return (s, logarithmic)" : "fault to verified service (s)", scale: log ? { type: "log", nice: true } : { domain: [0, high], nice: false } };
  return {
    name: "recovery-ecdf",
    title: "How many by when",
    caption: "The share of recoveries that were over after so many seconds. Relaxed high availability promises ten minutes.",
    spec: themed(
      {
        width: WIDTH, height: 260,
        layer: [
          {
            data: { values: [{ seconds: 0.001, share: 0 }, ...points].slice(log ? 1 : 0) },
            mark: { type: "line", interpolate: "step-after", color: COLOUR.blue, strokeWidth: 2 },
            encoding: { x: { field: "seconds", ...x }, y: { field: "share", type: "quantitative", title: "share of recoveries", axis: { format: "%" }, scale: { domain: [0, 1] } } },
          },
          { data: { values: [{ at: PROMISE_SECONDS }] }, mark: { type: "rule", color: COLOUR.vermilion, strokeDash: [6, 4], strokeWidth: 1.5 }, encoding: { x: { field: "at", type: "quantitative" } } },
          {
            data: { values: [{ at: PROMISE_SECONDS, share: 0.06, label: "ten minutes" }] },
            mark: { type: "text", align: "right", dx: -6, color: COLOUR.vermilion, fontSize: 11 },
            encoding: { x: { field: "at", type: "quantitative" }, y: { field: "share", type: "quantitative" }, text: { field: "label" } },
          },
        ],
      },
      `${name}: recoveries over by then`,
      `${count(sorted.length)} recoveries; within ten minutes ${percent(within)}`,
    ),
  };
}
