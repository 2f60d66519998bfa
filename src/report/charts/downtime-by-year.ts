// How unlike each other years are: the downtime of the site in each simulated year, from the best to the worst.

import { span } from "../words.ts";
import { COLOUR, themed, WIDTH, type Chart } from "./theme.ts";

/** `seconds` of site downtime of each year; at least two years. */
export function downtimeByYear(name: string, seconds: readonly number[]): Chart | undefined {
  if (seconds.length < 2) return undefined;
  const sorted = seconds.toSorted((a, b) => a - b);
  const steps = Math.min(400, sorted.length);
  const points = Array.from({ length: steps + 1 }, (_, i) => ({ share: i / steps, hours: sorted[Math.min(sorted.length - 1, Math.floor((i / steps) * sorted.length))] / 3600 }));
  const floor = 1 / 60;
  const targets = [{ hours: 8.76, label: "99.9 %" }, { hours: 0.876, label: "99.99 %" }, { hours: 0.0876, label: "99.999 %" }].filter(({ hours }) => hours >= sorted[0] / 3600 / 2);
  return {
    name: "downtime-by-year",
    title: "Good years and bad years",
    caption: "Downtime of the site in single years, sorted. The mean hides that a few years have most of it.",
    spec: themed(
      {
        width: WIDTH, height: 260,
        layer: [
          {
            data: { values: points.map(({ share, hours }) => ({ share, hours: Math.max(floor, hours) })) },
            mark: { type: "line", color: COLOUR.blue, strokeWidth: 2 },
            encoding: { x: { field: "share", type: "quantitative", title: "share of years that are no worse", axis: { format: "%" } }, y: { field: "hours", type: "quantitative", title: "hours down in the year (logarithmic)", scale: { type: "log" } } },
          },
          { data: { values: targets }, mark: { type: "rule", color: COLOUR.vermilion, strokeDash: [6, 4] }, encoding: { y: { field: "hours", type: "quantitative" } } },
          { data: { values: targets }, mark: { type: "text", align: "left", baseline: "bottom", dx: 4, dy: -2, color: COLOUR.vermilion, fontSize: 11 }, encoding: { x: { value: 0 }, y: { field: "hours", type: "quantitative" }, text: { field: "label" } } },
        ],
      },
      `${name}: site downtime year by year`,
      `${sorted.length} years; median ${span(sorted[Math.floor(sorted.length / 2)])}, worst ${span(sorted[sorted.length - 1])}`,
    ),
  };
}
