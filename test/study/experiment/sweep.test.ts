// What `--vary` says, and which runs it asks for.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sweepCsv, sweepText, type SweptRun } from "../../../src/ui/cli/commands/sweep/sweep-table.ts";
import { oneAtATime, readFactor } from "../../../src/study/experiment/sweep.ts";
import type { CampaignSummary, RecoverySummary } from "../../../src/study/statistics/summaries/summary.ts";

describe("a factor", () => {
  test("is a path and the values to try for it", () => {
    expect(readFactor("controller.fall=2, 4,5")).toEqual({ path: "controller.fall", values: ["2", "4", "5"] });
  });

  test("keeps the commas of distributions, lists and mappings", () => {
    expect(
      readFactor("a.boot loader=normal(6s, 1s),mixture(0.9 * uniform(1s, 2s), 0.1 * 9s),[1, 2],{ x: 1, y: [2, 3] }"),
    ).toEqual({
      path: "a.boot loader",
      values: ["normal(6s, 1s)", "mixture(0.9 * uniform(1s, 2s), 0.1 * 9s)", "[1, 2]", "{ x: 1, y: [2, 3] }"],
    });
  });

  test("keeps an equals sign within a value", () => {
    expect(readFactor("a=lognormal(mean=4h, sigma=1.4)")).toEqual({
      path: "a",
      values: ["lognormal(mean=4h, sigma=1.4)"],
    });
  });

  test.each([
    ["controller.fall", "expected path=value"],
    ["=3", "expected path=value"],
    ["a=1,,2", "a value is missing"],
    ["a=", "a value is missing"],
    ["a=normal(1s, 2s", "do not match"],
    ["a=1),2", "do not match"],
    ["a=(1]", "do not match"],
    ["a=1,2,1", "1 is given twice"],
  ])("%s is refused: %s", (text, why) => expect(readFactor(text)).toContain(why));

  test("gives back the values it was made of, whatever they are", () => {
    const value = fc.stringMatching(/^[a-z0-9.]{1,6}(\([a-z0-9, ]{0,8}\))?$/);
    fc.assert(
      fc.property(fc.uniqueArray(value, { minLength: 1, maxLength: 6 }), (values) => {
        expect(readFactor(`path=${values.join(",")}`)).toEqual({ path: "path", values });
      }),
    );
  });
});

describe("a sweep", () => {
  const runs = oneAtATime(
    [
      { path: "a", values: ["1", "2"] },
      { path: "b", values: ["3"] },
    ],
    ["c=9"],
  );

  test("begins with the scenario as it is, which has the changes that all runs share", () => {
    expect(runs[0]).toEqual({ path: null, value: "", overrides: ["c=9"] });
  });

  test("changes one value at a time and leaves the others alone", () => {
    expect(runs.slice(1).map(({ overrides }) => overrides)).toEqual([
      ["c=9", "a=1"],
      ["c=9", "a=2"],
      ["c=9", "b=3"],
    ]);
  });
});

describe("the table of a sweep", () => {
  const swept: SweptRun[] = [
    { run: { path: null, value: "", overrides: [] }, summary: campaign(181, 10, { "recovered-by-reboot": 100 }) },
    {
      run: { path: "controller.fall", value: "4", overrides: [] },
      summary: campaign(186.04, 9.96, { "recovered-by-restart": 1, "recovered-by-reboot": 99 }),
    },
  ];

  test("tells how far each run is from the baseline, and what recovered it", () => {
    const lines = sweepText(swept)
      .split("\n")
      .map((line) => line.trim().split(/ {2,}/));
    expect(lines[2]).toEqual(["as it is", "181.0", "0", "10.0", "0", "100 %", "reboot"]);
    expect(lines[3]).toEqual(["controller.fall"]);
    expect(lines[4]).toEqual(["4", "186.0", "+5.0", "10.0", "0", "100 %", "reboot 99.0 %, restart 1.0 %"]);
  });

  test("has a row for each run as CSV, with exact figures", () => {
    expect(sweepCsv(swept).trim().split("\n")).toEqual([
      "path,value,trials,recovered,mean_seconds,sd_seconds,within_10_min",
      ",,100,100,181,10,1",
      "controller.fall,4,100,100,186.04,9.96,1",
    ]);
  });
});

function campaign(mean: number, sd: number, outcomes: Record<string, number>): CampaignSummary {
  const recovery: RecoverySummary = {
    n: 100,
    mean_seconds: mean,
    mean_ci: null,
    sd_seconds: sd,
    sd_ci: null,
    p50_seconds: mean,
    p95_seconds: null,
    p99_seconds: null,
    max_seconds: null,
    within_10_min: 1,
    within_10_min_ci: null,
    skewness: null,
    excess_kurtosis: null,
    ks_normal: null,
    ks_normal_p: null,
  };
  const downtime = {
    n: 100,
    mean_seconds: mean,
    sd_seconds: sd,
    p50_seconds: mean,
    p95_seconds: null,
    max_seconds: null,
  };
  return {
    schema: 1,
    version: "0",
    scenario: { name: "x", hash: "0" },
    seed: "s",
    violations: {},
    experiment: "crash-campaign",
    trials: 100,
    outcomes,
    recovery,
    downtime,
    by_fault: {},
    phases: {},
    published: null,
  };
}
