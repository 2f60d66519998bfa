// Charts of ordinary and of odd data. They are rendered, not only composed: a bad spec shows itself there.

import { createRequire } from "node:module";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Timeline } from "../../../src/core/journal/timeline.ts";
import type { Chart, Origin } from "../../../src/ui/report/charts/chart.ts";
import { renderPng, renderSvg } from "../../../src/ui/report/charts/render-chart.ts";
import { down, tally, trial } from "../../study/statistics/builders.ts";
import { normals } from "../../study/statistics/draws.ts";
import { availabilityCharts, campaignCharts, episodeCharts, someTrials, troubled } from "./summaries.ts";

const require = createRequire(import.meta.url);
const FONTS = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => require.resolve(`dejavu-fonts-ttf/ttf/${name}`));
const EPISODE: Timeline = {
  lanes: [
    {
      lane: "web in truth",
      segments: [
        { from: 590, to: 600, state: "serving", kind: "serving" },
        { from: 600, to: 770, state: "not serving", kind: "not-serving" },
        { from: 770, to: 800, state: "serving", kind: "serving" },
      ],
    },
  ],
  marks: [{ at: 600, label: "host-power-loss left" }],
};

/** What the chart says, in the order in which it is drawn. */
async function textOf(chart: Chart): Promise<string[]> {
  return [...(await renderSvg(chart)).matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
}

const timelineOf = (timeline: Timeline, origin: Origin): Chart[] =>
  episodeCharts({ timeline, title: "episode", origin });

const byName = (charts: readonly Chart[]): Map<string, Chart> => new Map(charts.map((chart) => [chart.name, chart]));

function chart(charts: readonly Chart[], name: string): Chart {
  const found = byName(charts).get(name);
  if (found === undefined) throw new Error(`no chart ${name}`);
  return found;
}

/** Nothing here takes long; this is for a machine that is busy with something else. */

describe("charts", () => {
  const said: unknown[] = [];
  beforeEach(() => {
    for (const level of ["log", "info", "debug", "warn", "error"] as const)
      vi.spyOn(console, level).mockImplementation((...words) => void said.push(words));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    expect(said, "a warning of the chart library").toEqual([]);
  });

  test("are the same byte for byte each time, and print no warning", async () => {
    const charts = [
      ...campaignCharts(someTrials()),
      ...availabilityCharts([troubled(100), troubled(3000)]),
      ...timelineOf(EPISODE, { kind: "run" }),
    ];
    expect(charts.length).toBeGreaterThan(0);
    for (const each of charts) expect(await renderSvg(each), each.name).toBe(await renderSvg(each));
  });

  test("have no ids, which would clash when several stand in one page", async () => {
    for (const each of campaignCharts(someTrials()))
      expect(await renderSvg(each)).not.toMatch(/\bid=|url\(|NaN|undefined|null/);
  });

  test("become PNG pictures in which text is drawn", async () => {
    const svg = await renderSvg(chart(campaignCharts(someTrials()), "phase-waterfall"));
    const [drawn, blank] = [await renderPng(svg, FONTS), await renderPng(svg.replace(/<text.*?<\/text>/g, ""), FONTS)];
    expect([...drawn.slice(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(drawn.length).toBeGreaterThan(blank.length * 1.5);
  });

  test("of recovery times name both Gaussians in full", async () => {
    const text = await textOf(chart(campaignCharts(someTrials()), "recovery-histogram"));
    expect(text.filter((line) => line.startsWith("Gaussian"))).toEqual([
      "Gaussian, mean 179.5 s, sigma 11.7 s (simulated)",
      "Gaussian, mean 181 s, sigma 10 s (published)",
    ]);
  });

  test("count trials that did not recover in the share of those that did", async () => {
    expect(await textOf(chart(campaignCharts(someTrials()), "recovery-ecdf"))).toContain(
      "40 of 41 trials recovered; within ten minutes 97.6 %",
    );
  });

  test.each([
    ["one trial", [trial(0, 180)], ["phase-waterfall", "recovery-ecdf"]],
    ["trials that are all equal", [trial(0, 180), trial(1, 180), trial(2, 180)], ["phase-waterfall", "recovery-ecdf"]],
    ["two trials", [trial(0, 180), trial(1, 190)], ["recovery-histogram", "phase-waterfall", "recovery-ecdf"]],
    [
      "one very long recovery among short ones",
      [trial(0, 5), trial(1, 6), trial(2, 7), trial(3, 800_000)],
      ["recovery-histogram", "phase-waterfall", "recovery-ecdf"],
    ],
    ["recoveries that took no time", [trial(0, 0, { outcome: "recovered-by-itself" })], ["recovery-ecdf"]],
  ])("can be drawn of %s", async (_, trials, names) => {
    const charts = campaignCharts(trials);
    expect(charts.map(({ name }) => name)).toEqual(names);
    for (const each of charts) expect(await renderSvg(each), each.name).not.toMatch(/NaN|Infinity/);
  });

  test("of recovery times are not drawn when all trials timed out", () => {
    expect(campaignCharts([trial(0, 1800, { outcome: "timed-out" })]).map(({ name }) => name)).not.toContain(
      "recovery-ecdf",
    );
  });

  test("of availability are not drawn without any downtime", () => {
    expect(availabilityCharts([tally(), tally()])).toEqual([]);
  });

  test("of one replication have dots", async () => {
    for (const each of availabilityCharts([troubled(100)]))
      expect(await renderSvg(each), each.name).not.toMatch(/NaN|Infinity/);
    expect(await textOf(chart(availabilityCharts([troubled(100)]), "nines-by-unit"))).toContain("group1");
  });

  test("of nines have a line at each whole number in sight", async () => {
    const often = (seconds: number) =>
      tally({
        ...troubled(seconds),
        site: down(seconds, 20),
        groups: [down(seconds, 20)],
        vms: [down(seconds, 20), down(0, 0)],
      });
    const dashed = async (seconds: number) =>
      (await renderSvg(chart(availabilityCharts([often(seconds), often(seconds * 1.1)]), "nines-by-unit"))).match(
        /stroke-dasharray/g,
      )?.length ?? 0;
    expect([await dashed(31_536), await dashed(100_000)]).toEqual([1, 0]);
  });

  test("of 2,000 VMs show the worst 40 and say so", async () => {
    const vms = Array.from({ length: 2000 }, (_, i) => `vm${i}`);
    const tallies = [1, 2].map((times) =>
      tally({ ...troubled(100), vms: vms.map((_, i) => down((i + 1) * times, 1)) }),
    );
    const text = await textOf(chart(availabilityCharts(tallies, vms), "nines-by-unit"));
    expect(text.filter((line) => /^vm\d+$/.test(line))).toHaveLength(40);
    expect(text).toContain("vm1999");
    expect(text.join()).toContain("the worst 40 of 2,000 VMs");
  });

  test("keep apart a group and a VM of the same name", async () => {
    const text = await textOf(
      chart(availabilityCharts([troubled(100), troubled(200)], ["group1", "site"]), "nines-by-unit"),
    );
    expect(text.filter((line) => line === "group1")).toHaveLength(2);
    expect(text).not.toContain("undefined");
  });

  test("of names that are too long keep what tells them apart: their ends", async () => {
    const names = Array.from({ length: 40 }, (_, i) => `a-very-long-name-of-a-virtual-machine-${i}`);
    const tallies = [1, 2].map((times) => tally({ ...troubled(100), vms: names.map(() => down(times, 1)) }));
    const rows = (await textOf(chart(availabilityCharts(tallies, names), "nines-by-unit"))).filter((line) =>
      line.startsWith("a-very"),
    );
    expect(new Set(rows).size).toBe(40);
    expect(rows[39]).toBe("a-very-long-nam…ual-machine-39");
  });

  test("of two thousand recovery times have at least 25 bars", async () => {
    const next = normals("bars");
    const svg = await renderSvg(
      chart(campaignCharts(Array.from({ length: 2000 }, (_, i) => trial(i, 181 + 10 * next()))), "recovery-histogram"),
    );
    expect(svg.match(/<path [^>]*fill="#56B4E9"/g)?.length).toBeGreaterThanOrEqual(25);
  });

  test("of downtime have more than two ticks, however many causes share it", async () => {
    const downSecondsByCause = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`cause-${i}`, 100]));
    expect(
      await textOf(
        chart(availabilityCharts([tally({ ...troubled(500), downSecondsByCause }), troubled(0)]), "downtime-by-cause"),
      ),
    ).toEqual(expect.arrayContaining(["0%", "5%", "10%", "15%", "20%"]));
  });

  test("of years have the median of the table, and the best of four years is a quarter of them", async () => {
    const years = chart(
      availabilityCharts([1000, 3000, 9000, 27_000].map((seconds) => troubled(seconds))),
      "downtime-by-year",
    );
    expect((await textOf(years)).join()).toContain("4 years; median 1h 40m, worst 7h 30m");
    const [, ends] =
      /stroke="#0072B2"[^>]*d="M([^"]*)"|d="M([^"]*)"[^>]*stroke="#0072B2"/
        .exec(await renderSvg(years))
        ?.slice(0)
        .filter((part) => part !== undefined) ?? [];
    const xs = [...new Set(ends.split(/[ML]/).map((point) => Math.round(Number(point.split(",")[0]))))];
    expect(xs).toEqual([0, 157, 313, 470, 626]);
  });

  test("of years draw those without downtime at a minute, and say how many", async () => {
    const text = await textOf(chart(availabilityCharts([tally(), troubled(100_000)]), "downtime-by-year"));
    expect(text.join()).toContain("1 without any are drawn at 1 min");
  });
});

describe("a timeline", () => {
  const textAt = async (origin: Origin, timeline = EPISODE) =>
    (await Promise.all(timelineOf(timeline, origin).map((each) => textOf(each)))).flat();

  test("shows the clock on the wall where there is one", async () => {
    expect(await textAt({ kind: "clock", seconds: 3 * 3600 + 50 * 60 })).toEqual(
      expect.arrayContaining(["4:00:00", "4:03:00", "time of day"]),
    );
  });

  test("counts from the fault in a trial, from the beginning in an incident", async () => {
    expect(await textAt({ kind: "fault" })).toEqual(expect.arrayContaining(["0s", "60s", "time since the fault"]));
    expect(await textAt({ kind: "run" })).toEqual(expect.arrayContaining(["10m", "11m"]));
  });

  test("names states in their bars and faults at their lines", async () => {
    expect(await textAt({ kind: "run" })).toEqual(expect.arrayContaining(["not serving", "host-power-loss left"]));
  });

  test("writes a state where no line of a fault crosses it", async () => {
    const lanes = [
      { lane: "vm/web believed", segments: [{ from: 0, to: 1000, state: "serving", kind: "serving" as const }] },
    ];
    const marks = [
      { at: 900, label: "later" },
      { at: 400, label: "sooner" },
    ];
    const svg = await renderSvg(chart(timelineOf({ lanes, marks }, { kind: "run" }), "timeline"));
    const places = (what: RegExp) => [...svg.matchAll(what)].map(([, x]) => Number(x));
    const [state] = places(/<text [^>]*translate\(([\d.]+),[^>]*>serving</g);
    const [first, last] = places(/<line transform="translate\(([\d.]+),[^>]*stroke="#222222"/g).sort((a, b) => a - b);
    expect(state).toBeCloseTo((first + last) / 2, 0);
  });

  test("shortens the name of a fault that has room on neither side", async () => {
    const marks = [{ at: 695, label: `guest-kernel-crash ${"very-".repeat(20)}last` }];
    expect((await textAt({ kind: "run" }, { ...EPISODE, marks })).find((line) => line.startsWith("guest"))).toMatch(
      /^guest-kernel-crash ve.*….*very-last$/,
    );
  });

  test("of nothing is not drawn", () => {
    expect(timelineOf({ lanes: [], marks: [] }, { kind: "run" })).toEqual([]);
  });

  test("of a hundred lanes and faults shows the first, and says so", async () => {
    const lanes = Array.from({ length: 100 }, (_, i) => ({ ...EPISODE.lanes[0], lane: `vm${i} in truth` }));
    const marks = Array.from({ length: 100 }, (_, i) => ({ at: 600 + i, label: `fault ${i}` }));
    expect((await textAt({ kind: "run" }, { lanes, marks })).join()).toContain(
      "the first 12 are named; 16 of 100 lanes",
    );
  });
});
