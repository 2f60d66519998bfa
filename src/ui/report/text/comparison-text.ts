// A comparison for a terminal, in at most 100 columns.

import type { Compared, Comparison } from "../../../study/comparison/comparison.ts";
import { shortP } from "../../../study/comparison/verdict.ts";
import { figuresTable, LINE_WIDTH, textTable } from "./text-table.ts";
import { count, figure, range, sentence } from "./figures.ts";

/** Tables are at most `width` wide, as far as names can be shortened. */
export function comparisonText(comparison: Comparison, width = LINE_WIDTH): string {
  const { predicted, observed, recovery, phases, outcomes, verdict, remarks } = comparison;
  const row = (
    name: string,
    { predicted: a, observed: b, difference_seconds: by, difference_ci: ends, ks }: Compared,
    p: number,
    mark: string,
  ) => [
    name,
    figure(a.mean_seconds, 2),
    figure(a.sd_seconds, 2),
    figure(b.mean_seconds, 2),
    figure(b.sd_seconds, 2),
    by === null ? "–" : `${by < 0 ? "−" : "+"}${figure(Math.abs(by), 2)}`,
    range(ends, 2),
    figure(ks, 3),
    shortP(p),
    mark,
  ];
  const counts = Object.entries(outcomes).map(([outcome, { predicted: a, observed: b, p }]) => [
    outcome,
    count(a),
    count(b),
    shortP(p),
  ]);
  return [
    `predicted: ${count(predicted.trials)} trials of ${predicted.scenario.name}; observed: ` +
      `${count(observed.trials)} trials of ${observed.scenario.name}${observed.live ? ", on real machines" : ""}`,
    figuresTable(
      [
        ["seconds", "predicted", "sigma", "observed", "sigma", "by", "95 % interval", "KS", "p", ""],
        ...Object.entries(phases).map(([phase, of]) => row(phase, of, of.p_adjusted, of.differs ? "differs" : "")),
        row("recovery", recovery, recovery.p, ""),
      ],
      width,
    ),
    textTable([["outcome", "predicted", "observed", "p"], ...counts], 1, width),
    ...remarks.map(sentence),
    `${sentence(verdict.sentence)}\n`,
  ].join("\n\n");
}
