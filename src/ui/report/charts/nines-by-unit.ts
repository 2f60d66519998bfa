// The number of nines of each VM, each group and the site, with confidence intervals.

import type { AvailabilitySummary, UnitSummary } from "../../../study/statistics/summaries/summary.ts";
import { count } from "../text/figures.ts";
import type { Chart, RegisteredChart } from "./chart.ts";
import { COLOUR, marginOf, NAMED_ROWS, themed } from "./theme.ts";

/** The largest number of units of a kind that are shown; of more, the worst. */
const MAX_UNITS = 40;

const KIND_COLOUR = {
  field: "kind",
  type: "nominal",
  title: null,
  scale: { domain: ["site", "group", "VM"], range: [COLOUR.vermilion, COLOUR.orange, COLOUR.blue] },
  legend: { orient: "bottom", offset: 24 },
};

type Row = {
  readonly kind: string;
  readonly row: string;
  readonly nines: number;
  readonly low: number;
  readonly high: number;
};
type Units = readonly (readonly [name: string, unit: UnitSummary])[];

export const ninesByUnit: RegisteredChart = {
  name: "nines-by-unit",
  drawnFrom: { availability: ({ summary }) => nines(summary) },
};

/** Undefined if there was no downtime. */
function nines(summary: AvailabilitySummary): Chart | undefined {
  const groups = Object.entries(summary.groups);
  const vms = Object.entries(summary.vms);
  const rows = [
    ...rowsOf("site", [["site", summary.site]]),
    ...rowsOf("group", worst(groups)),
    ...rowsOf("VM", worst(vms)),
  ];
  if (rows.length === 0) return undefined;
  const { ticks, domain } = axisOf(rows);
  const x = {
    type: "quantitative",
    title: "number of nines",
    scale: { domain, nice: false, zero: false },
    axis: { values: ticks, labelExpr: labels(ticks) },
  };
  const y = { field: "row", type: "nominal", sort: null, title: null, axis: NAMED_ROWS };
  return {
    name: ninesByUnit.name,
    title: "How many nines",
    caption:
      "Number of nines of the site, its groups and its VMs (the worst first), with 95 % intervals; whole " +
      "numbers of nines are dashed. Units without downtime are left out.",
    spec: themed(
      { left: marginOf(rows.map(({ row }) => row.slice(row.indexOf("/") + 1))), legendLines: 2 },
      {
        height: { step: 19 },
        layer: [
          {
            data: { values: ticks.filter(Number.isInteger).map((nines) => ({ nines })) },
            mark: { type: "rule", color: COLOUR.grey, strokeDash: [6, 4] },
            encoding: { x: { field: "nines", ...x } },
          },
          {
            data: { values: rows },
            mark: { type: "rule", strokeWidth: 2 },
            encoding: { x: { field: "low", ...x }, x2: { field: "high" }, y, color: KIND_COLOUR },
          },
          {
            data: { values: rows },
            mark: { type: "point", filled: true, size: 60, opacity: 1 },
            encoding: { x: { field: "nines", ...x }, y, color: KIND_COLOUR },
          },
        ],
      },
      `${summary.scenario.name}: nines`,
      [
        ...shownOf("groups", groups),
        ...shownOf("VMs", vms),
        "3 nines are 8.76 h of downtime a year, 4 are 52.6 min, 5 are 5.26 min",
      ].join("; "),
    ),
  };
}

/** The worst first, at most `MAX_UNITS`. */
function worst(units: Units): Units {
  return units.toSorted((a, b) => a[1].availability - b[1].availability).slice(0, MAX_UNITS);
}

function shownOf(what: string, units: Units): string[] {
  return units.length > MAX_UNITS ? [`the worst ${MAX_UNITS} of ${count(units.length)} ${what}`] : [];
}

/** A single replication has no interval: then only the dot is drawn. */
function rowsOf(kind: string, units: Units): Row[] {
  return units.flatMap(
    ([
      name,
      {
        nines,
        nines_ci: [low, high],
      },
    ]) => (nines === null ? [] : [{ kind, row: `${kind}/${name}`, nines, low: low ?? nines, high: high ?? nines }]),
  );
}

/** At most about ten ticks, on tenths, fifths, halves or whole nines; the domain is from tick to tick. */
function axisOf(rows: readonly Row[]): { ticks: number[]; domain: [number, number] } {
  const low = rows.reduce((least, row) => Math.min(least, row.low), Infinity);
  const high = rows.reduce((most, row) => Math.max(most, row.high), -Infinity);
  const step = [0.1, 0.2, 0.5, 1].find((wide) => (high - low) / wide <= 9) ?? 2;
  const first = Math.max(0, Math.ceil((low - step) / step));
  const last = Math.floor((high + step) / step);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Math.round((first + i) * step * 10) / 10);
  return { ticks, domain: [ticks[0], ticks[ticks.length - 1]] };
}

/** A whole number of nines is also shown as an availability. */
function labels(ticks: readonly number[]): string {
  const label = (tick: number) =>
    Number.isInteger(tick) && tick >= 1 && tick <= 7
      ? [String(tick), `${(100 - 10 ** (2 - tick)).toFixed(Math.max(0, tick - 2))} %`]
      : [String(tick), ""];
  return `${JSON.stringify(Object.fromEntries(ticks.map((tick) => [tick, label(tick)])))}[datum.value]`;
}
