// Every registered chart with every kind of result: each is drawn, or says that it does not apply. A chart that nothing
// draws, and a file of a chart that is in no registry, fail.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Timeline } from "../../../src/core/journal/timeline.ts";
import { compareTrials, type Campaign } from "../../../src/study/comparison/compare-trials.ts";
import { crashesOf, phaseSample, recoverySample } from "../../../src/study/comparison/crashes.ts";
import { downSecondsByYear } from "../../../src/study/statistics/summaries/summarise-unit.ts";
import {
  drawn,
  type ChartSource,
  type Episode,
  type RegisteredChart,
  type SourceKind,
  type SourceOf,
} from "../../../src/ui/report/charts/chart.ts";
import { CHARTS, chartsFrom } from "../../../src/ui/report/charts/registry.ts";
import { renderSvg } from "../../../src/ui/report/charts/render-chart.ts";
import { trial } from "../../study/statistics/builders.ts";
import { ROOT } from "../cli/command.ts";
import { availability, campaign, incident, someTrials, troubled } from "./summaries.ts";

const TIMELINE: Timeline = {
  lanes: [{ lane: "web in truth", segments: [{ from: 0, to: 170, state: "not serving", kind: "not-serving" }] }],
  marks: [{ at: 0, label: "host-power-loss left" }],
};
const EPISODE: Episode = { timeline: TIMELINE, title: "an episode", origin: { kind: "run" } };

/** An ordinary result of each kind. The compiler asks for one of a new kind. */
const ORDINARY: { readonly [K in SourceKind]: () => SourceOf<K> } = {
  "crash-campaign": () => ({
    kind: "crash-campaign",
    summary: campaign(someTrials()),
    recoverySeconds: Float64Array.from({ length: 40 }, (_, i) => 160 + i),
    episode: EPISODE,
  }),
  availability: () => {
    const tallies = [troubled(100), troubled(3000)];
    return {
      kind: "availability",
      summary: availability(tallies),
      siteYears: downSecondsByYear(tallies, ({ site }) => site),
    };
  },
  incident: () => ({ kind: "incident", summary: incident(["web"]), episode: EPISODE }),
  comparison: () => compared(),
};
const KINDS = Object.keys(ORDINARY) as SourceKind[];

describe.each(KINDS)("from a result of kind %s", (kind) => {
  const source: ChartSource = ORDINARY[kind]();

  test.each(CHARTS.map((chart) => [chart.name, chart] as const))("%s is drawn, or does not apply", async (_, chart) => {
    const charts = drawn(chart, source);
    expect(charts.length > 0).toBe(kind in chart.drawnFrom);
    for (const { name, title, caption, spec } of charts) {
      expect(name === chart.name || name.startsWith(`${chart.name}-`), name).toBe(true);
      expect([title, caption]).not.toContain("");
      expect(await renderSvg({ spec })).toMatch(/^<svg[^]*<text(?![^]*(NaN|Infinity|undefined))/);
    }
  });

  test("at least one chart is drawn, and no two have one name", () => {
    const names = chartsFrom(source).map(({ name }) => name);
    expect(names).not.toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });
});

test("each registered chart has a name of its own, and applies to some result", () => {
  const names = CHARTS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(CHARTS.filter(({ drawnFrom }) => Object.keys(drawnFrom).length === 0)).toEqual([]);
});

test("each chart of a file in charts/ is registered", async () => {
  const folder = join(ROOT, "src/ui/report/charts");
  const modules = await Promise.all(
    readdirSync(folder).map(async (file) => ({ file, exported: await exportsOf(join(folder, file)) })),
  );
  const charts = modules.flatMap(({ file, exported }) =>
    Object.values(exported)
      .filter(isChart)
      .map((chart) => ({ file, chart })),
  );
  expect(
    charts.filter(({ chart }) => !CHARTS.includes(chart)).map(({ file, chart }) => `${file}: ${chart.name}`),
  ).toEqual([]);
  expect(charts).toHaveLength(CHARTS.length);
});

async function exportsOf(file: string): Promise<Readonly<Record<string, unknown>>> {
  return (await import(file)) as Readonly<Record<string, unknown>>;
}

function isChart(value: unknown): value is RegisteredChart {
  return typeof value === "object" && value !== null && "drawnFrom" in value;
}

/** Two campaigns, of which the observed one boots longer. */
function compared(): SourceOf<"comparison"> {
  const side = (seed: string, boot: number): Campaign => ({
    scenario: { name: "test", hash: "0" },
    seed,
    live: false,
    timeoutSeconds: 600,
    trials: Array.from({ length: 40 }, (_, i) =>
      trial(i, 30 + i + boot, {}, { detection: i, action: 30, "guest-boot": boot + (i % 7) }),
    ),
  });
  const [predicted, observed] = [side("a", 20), side("b", 40)];
  const comparison = compareTrials(predicted, observed, { version: "0", alpha: 0.01, fault: null });
  if (comparison === undefined) throw new Error("nothing was compared");
  const terms = { fault: null, withinSeconds: 600, withoutHuman: false };
  const [first, second] = [predicted, observed].map(({ trials }) => crashesOf(trials, terms).all);
  return {
    kind: "comparison",
    comparison,
    times: [
      {
        name: "recovery",
        compared: comparison.recovery,
        predicted: recoverySample(first),
        observed: recoverySample(second),
      },
      {
        name: "guest-boot",
        compared: comparison.phases["guest-boot"],
        predicted: phaseSample(first, "guest-boot"),
        observed: phaseSample(second, "guest-boot"),
      },
    ],
  };
}
