// The paper's two figures are results of the shipped scenarios, and not inputs of them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runTrial } from "../../../src/study/experiment/crash-trial.ts";
import { distributionMean } from "../../../src/base/random/distribution-facts.ts";
import type { Distribution } from "../../../src/base/random/distribution.ts";
import type { Trial } from "../../../src/core/measurement/trial.ts";
import { parseScenario } from "../../../src/core/scenario/parse.ts";
import type { CrashCampaign, Scenario } from "../../../src/core/scenario/scenario.ts";
import { summariseCampaign } from "../../../src/study/statistics/summaries/summarise-campaign.ts";
import type { CampaignSummary } from "../../../src/study/statistics/summaries/summary.ts";

const SCENARIOS = join(import.meta.dirname, "../../../scenarios");

/** Whole campaigns, on a machine that may be busy. */

function paper(name: string): Scenario {
  const parsed = parseScenario(readFileSync(join(SCENARIOS, `${name}.yaml`)), name);
  if (!parsed.ok) throw new Error(`${name}.yaml has problems`);
  return parsed.scenario;
}

function crash(scenario: Scenario, trials?: number): CampaignSummary {
  const campaign = scenario.experiment as CrashCampaign;
  const all: Trial[] = Array.from({ length: trials ?? campaign.trials }, (_, index) =>
    runTrial(scenario, campaign, index),
  );
  return summariseCampaign({ version: "0", scenario, seed: scenario.seed }, all, null);
}

/** Every distribution in a scenario. */
function distributionsIn(value: unknown): Distribution[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "kind" in value && DISTRIBUTIONS.has(String(value.kind)) ? [value as Distribution] : [];
  return [...own, ...Object.values(value).flatMap(distributionsIn)];
}

const DISTRIBUTIONS = new Set([
  "constant",
  "uniform",
  "exponential",
  "normal",
  "lognormal",
  "weibull",
  "gamma",
  "empirical",
  "mixture",
]);

describe.each([
  { name: "paper-crash", rung: "reboot", trials: 10_000, mean: 181, meanWithin: 1, sd: 10, sdWithin: 1, ks: 0.012 },
  {
    name: "paper-reinstall",
    rung: "reinstall",
    trials: 5_000,
    mean: 542,
    meanWithin: 2,
    sd: 17,
    sdWithin: 2,
    ks: 0.02,
  },
])(
  "$name, as published: $trials recoveries, $mean s, sigma $sd s",
  ({ name, rung, trials, mean, meanWithin, sd, sdWithin, ks }) => {
    const scenario = paper(name);

    describe("as shipped", () => {
      let summary: CampaignSummary;
      beforeAll(() => {
        summary = crash(scenario);
      });

      test(`has mean ${mean} s within ${meanWithin} s and sigma ${sd} s within ${sdWithin} s`, () => {
        expect(Math.abs((summary.recovery.mean_seconds ?? 0) - mean)).toBeLessThan(meanWithin);
        expect(Math.abs((summary.recovery.sd_seconds ?? 0) - sd)).toBeLessThan(sdWithin);
      });

      test("is Gaussian", () => {
        expect(Math.abs(summary.recovery.skewness ?? Infinity)).toBeLessThan(0.1);
        expect(Math.abs(summary.recovery.excess_kurtosis ?? Infinity)).toBeLessThan(0.2);
        expect(summary.recovery.ks_normal).toBeLessThan(ks);
      });

      test(`is ${trials} recoveries by ${rung}, none otherwise, and no invariant of the world violated`, () => {
        expect(summary.outcomes).toEqual({ [`recovered-by-${rung}`]: trials });
        expect(summary.violations).toEqual({});
      });
    });

    test.each(["one", "two", "three"])("has the same figures, more roughly, with seed %s and 2,000 trials", (seed) => {
      const { recovery, outcomes } = crash({ ...scenario, seed }, 2000);
      expect(Math.abs((recovery.mean_seconds ?? 0) - mean)).toBeLessThan(2 * meanWithin);
      expect(Math.abs((recovery.sd_seconds ?? 0) - sd)).toBeLessThan(1.2 * sdWithin);
      expect(outcomes).toEqual({ [`recovered-by-${rung}`]: 2000 });
    });

    test("no distribution in it has a mean near either published figure: they are sums of many phases", () => {
      const means = distributionsIn({ site: scenario.site, faults: scenario.faults }).map(
        (distribution) => distributionMean(distribution) / 1e6,
      );
      expect(means.length).toBeGreaterThan(20);
      for (const published of [181, 542])
        expect(means.filter((mean) => Math.abs(mean - published) < 0.1 * published)).toEqual([]);
    });
  },
);

test("both campaigns have the same cluster, monitor, controller and actions", () => {
  const [reboot, reinstall] = [paper("paper-crash"), paper("paper-reinstall")];
  expect(reinstall.site).toEqual(reboot.site);
  expect(reinstall.settings).toEqual(reboot.settings);
});
