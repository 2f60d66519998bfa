// How many nines each VM, each group and the site has, and how sure that is.

import type { AvailabilitySummary, UnitSummary } from "../../statistics/summary.ts";
import { COLOUR, themed, WIDTH, type Chart } from "./theme.ts";

/** More VMs than this are shown by the worst of them. */
const MOST_VMS = 40;

export function ninesByUnit(summary: AvailabilitySummary): Chart | undefined {
  const vms = Object.entries(summary.vms).sort((a, b) => a[1].availability - b[1].availability).slice(0, MOST_VMS);
  const rows = [
    ...dots("site", [["site", summary.site]]),
    ...dots("group", Object.entries(summary.groups)),
    ...dots("VM", vms),
  ];
  if (rows.length === 0) return undefined;
  const low = Math.min(...rows.map((row) => row.low));
  const high = Math.max(...rows.map((row) => row.high));
  const lines = [2, 3, 4, 5, 6].filter((n) => n >= low - 0.3 && n <= high + 0.3).map((n) => ({ n }));
  return {
    name: "nines-by-unit",
    title: "How many nines",
    caption: "Number of nines of the site, its groups and its VMs (the worst first), with 95 % intervals. What saw no downtime is left out.",
    spec: themed(
      {
        width: WIDTH - 120, height: { step: 19 },
        encoding: { y: { field: "name", type: "nominal", sort: null, title: null } },
        layer: [
          { data: { values: lines }, mark: { type: "rule", color: "#BBBBBB", strokeDash: [4, 4] }, encoding: { x: { field: "n", type: "quantitative" }, y: undefined } },
          {
            data: { values: rows }, mark: { type: "rule", strokeWidth: 2 },
            encoding: { x: { field: "low", type: "quantitative", title: "nines", scale: { zero: false, padding: 16 } }, x2: { field: "high" }, color },
          },
          { data: { values: rows }, mark: { type: "point", filled: true, size: 60, opacity: 1 }, encoding: { x: { field: "nines", type: "quantitative" }, color } },
        ],
      },
      `${summary.scenario.name}: nines`,
      "3 nines are 8.76 h of downtime a year, 4 are 52.6 min, 5 are 5.26 min",
    ),
  };
}

const color = { field: "kind", type: "nominal", title: null, scale: { domain: ["site", "group", "VM"], range: [COLOUR.vermilion, COLOUR.orange, COLOUR.blue] }, legend: { orient: "bottom" } };

function dots(kind: string, units: readonly (readonly [string, UnitSummary])[]) {
  return units.flatMap(([name, { nines, nines_ci: [low, high] }]) => (nines === null ? [] : [{ kind, name, nines, low: low ?? nines, high: high ?? nines }]));
}
