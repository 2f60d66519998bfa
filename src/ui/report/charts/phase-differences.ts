// By how much each phase is longer or shorter than predicted. The bars add up to the difference of the whole recovery.

import type { Compared, Comparison } from "../../../study/comparison/comparison.ts";
import { figure } from "../text/figures.ts";
import type { Chart, RegisteredChart } from "./chart.ts";
import { COLOUR, marginOf, NAMED_ROWS, themed } from "./theme.ts";

export const phaseDifferences: RegisteredChart = {
  name: "phase-differences",
  drawnFrom: { comparison: ({ comparison }) => differences(comparison) },
};

/** Undefined if there are no differences to show. */
function differences({ phases, recovery }: Comparison): Chart | undefined {
  const rows = [
    ...Object.entries(phases).map(([name, phase]) => rowOf(name, phase, phase.differs)),
    rowOf("recovery", recovery, false),
  ].filter((row) => row !== undefined);
  if (rows.length < 2) return undefined;
  const reach = Math.max(...rows.flatMap(({ by, low, high }) => [by, low, high].map(Math.abs)), 1e-6);
  const kinds = ["as predicted", "differs", "in all"];
  const y = { field: "phase", type: "nominal", sort: null, title: null, axis: NAMED_ROWS };
  const x = {
    type: "quantitative",
    title: "observed minus predicted, means (s)",
    axis: { tickCount: 8 },
    scale: { domain: [-1.05 * reach, 1.35 * reach], nice: false },
  };
  return {
    name: phaseDifferences.name,
    title: "Which phases differ",
    caption:
      "Observed minus predicted mean of each phase, with its 95 % interval. Phases with a significantly different " +
      "distribution are orange.",
    spec: themed(
      { left: marginOf(rows.map(({ phase }) => phase)) },
      {
        height: { step: 28 },
        data: { values: rows },
        encoding: { y },
        layer: [
          {
            mark: { type: "bar", height: 16 },
            encoding: {
              x: { ...x, field: "by" },
              color: {
                field: "kind",
                type: "nominal",
                legend: null,
                scale: { domain: kinds, range: [COLOUR.sky, COLOUR.orange, COLOUR.grey] },
              },
            },
          },
          {
            mark: { type: "rule", color: COLOUR.black, strokeWidth: 1.5 },
            encoding: { x: { ...x, field: "low" }, x2: { field: "high" } },
          },
          {
            mark: { type: "text", align: "left", dx: 6, fontSize: 11 },
            encoding: { x: { ...x, field: "end" }, text: { field: "label" } },
          },
        ],
      },
      "Observed minus predicted, by phase",
      "the lines are 95 % intervals; phases add up to the recovery",
    ),
  };
}

function rowOf(phase: string, { difference_seconds: by, difference_ci: ends }: Compared, differs: boolean) {
  if (by === null) return undefined;
  const [low, high] = ends ?? [by, by];
  const kind = phase === "recovery" ? "in all" : differs ? "differs" : "as predicted";
  return {
    phase,
    by,
    low,
    high,
    kind,
    end: Math.max(by, high, 0),
    label: `${by < 0 ? "−" : "+"}${figure(Math.abs(by), 2)} s`,
  };
}
