// What is written as text: figures, CSV, the summary in a terminal.

import { describe, expect, test } from "vitest";
import { trialsCsv, vmsCsv } from "../../../src/study/results/csv.ts";
import { summaryText } from "../../../src/ui/report/text/terminal.ts";
import { figure, percent, range } from "../../../src/ui/report/text/figures.ts";
import { trial } from "../../study/statistics/builders.ts";
import { availability, campaign, incident, someTrials, troubled } from "./summaries.ts";

/** Nothing here takes long; this is for a machine that is busy with something else. */

describe("figures in words", () => {
  test.each([
    [0.9996, "99.96 %"],
    [0.99953, "99.953 %"],
    [0.293, "29.3 %"],
    [0.0276, "2.8 %"],
    [0.00014, "0.014 %"],
    [1, "100 %"],
    [0, "0 %"],
    [0.999999, "99.9999 %"],
    [1 - 1e-12, "99.9999999999 %"],
    [0.5, "50.0 %"],
    [null, "–"],
  ])("a share of %s is said as %s", (share, said) => {
    expect(percent(share)).toBe(said);
  });

  test("nothing is less than nothing", () => {
    expect([figure(-0.004, 2), figure(-0.04, 2), figure(0)]).toEqual(["0.00", "-0.04", "0.0"]);
  });

  test("an interval without ends is a dash", () => {
    expect([range(null), range([null, null]), range([1, null]), range([1, 2])]).toEqual([
      "–",
      "–",
      "[1.0, –]",
      "[1.0, 2.0]",
    ]);
  });
});

describe("tables as CSV", () => {
  test("have a row for each trial", async () => {
    const trials = [
      ...someTrials().slice(0, 3),
      trial(3, 20, {
        vm: 'a "b", c',
        outcome: "error",
        error: "a line\nand one",
        violations: ["no-vm-runs-twice", "no-host-overfilled"],
      }),
    ];
    await expect([...trialsCsv(trials)].join("")).toMatchFileSnapshot("golden/trials.csv");
  });

  test("have a row for each unit, and empty cells for what does not exist", async () => {
    await expect(vmsCsv(availability([troubled(100), troubled(300)]))).toMatchFileSnapshot("golden/vms.csv");
  });

  test("are made in chunks, none of which is lost", () => {
    const trials = Array.from({ length: 12_001 }, (_, i) => trial(i, 1));
    expect([...trialsCsv(trials)].join("").trimEnd().split("\n")).toHaveLength(12_002);
  });
});

describe("the summary in a terminal", () => {
  const long = "a-name-that-somebody-thought-would-be-a-good-idea-for-a-scenario-or-for-a-virtual-machine";
  const many = Array.from({ length: 2000 }, (_, i) => `${long}${i}`);

  test("says what a person wants to know first", async () => {
    const summaries = [campaign(someTrials()), availability([troubled(100), troubled(300)]), incident(["web", "mail"])];
    const sites = new Map(
      summaries.map(({ scenario }) => [scenario.name, "survives any 1 of 4 hosts; 2 may leave 3 VMs down"]),
    );
    const text = summaryText(summaries, 100, sites);
    await expect(text).toMatchFileSnapshot("golden/summary.txt");
  });

  test("fits a hundred columns, however long the names and many the outcomes", () => {
    const named = <Of extends { scenario: object }>(summary: Of) => ({
      ...summary,
      scenario: { name: long, hash: "0" },
    });
    const trials = (
      [
        "recovered-by-itself",
        "recovered-by-reboot",
        "recovered-by-restart",
        "recovered-by-reinstall",
        "recovered-by-human",
        "timed-out",
      ] as const
    ).map((outcome, i) => trial(i, 123_456.7 + i, { outcome }));
    const text = summaryText([
      named(campaign(trials)),
      named(availability([troubled(100, 2000)], many)),
      named(incident(many)),
      { ...incident(["web"]), violations: { [`${long} ${long}`]: 3 } },
    ]);
    expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
    expect(text).toContain("and 1,970 more VMs with no more downtime than these");
  });
});
