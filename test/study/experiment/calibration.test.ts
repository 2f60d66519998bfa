// docs/calibration.md is checked: the algebra of the phases is what the simulator does, and each of the alternative
// decompositions gives the published figures too.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runTrial } from "../../../src/study/experiment/crash-trial.ts";
import { distributionMean, distributionVariance } from "../../../src/base/random/distribution-facts.ts";
import type { Distribution } from "../../../src/base/random/distribution.ts";
import { parseScenario } from "../../../src/core/scenario/parse.ts";
import type { CrashCampaign, Scenario } from "../../../src/core/scenario/scenario.ts";
import { summariseCampaign } from "../../../src/study/statistics/summaries/summarise-campaign.ts";
import type { CampaignSummary } from "../../../src/study/statistics/summaries/summary.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PAGE = readFileSync(join(ROOT, "docs/calibration.md"), "utf8");
const TRIALS = 2000;

/** Whole campaigns, on a machine that may be busy. */

function scenarioOf(name: string, overrides: readonly string[] = []): Scenario {
  const parsed = parseScenario(readFileSync(join(ROOT, `scenarios/${name}.yaml`)), name, overrides);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("; "));
  return parsed.scenario;
}

function crash(scenario: Scenario): CampaignSummary {
  const trials = Array.from({ length: TRIALS }, (_, index) =>
    runTrial(scenario, scenario.experiment as CrashCampaign, index),
  );
  return summariseCampaign({ version: "0", scenario, seed: scenario.seed }, trials, null);
}

type Part = { readonly mean: number; readonly variance: number };
const sum = (...parts: Part[]): Part => ({
  mean: parts.reduce((s, { mean }) => s + mean, 0),
  variance: parts.reduce((s, { variance }) => s + variance, 0),
});
const fixed = (mean: number): Part => ({ mean, variance: 0 });
const uniform = (width: number): Part => ({ mean: width / 2, variance: (width * width) / 12 });
const ofDistribution = (distribution: Distribution): Part => ({
  mean: distributionMean(distribution) / 1e6,
  variance: distributionVariance(distribution) / 1e12,
});

/** The page's formulas, in seconds. */
function algebra(scenario: Scenario): Record<string, Part> {
  const { settings, site } = scenario;
  const { interval, retry, fall, rise } = settings.probes;
  const [i, r, p] = [interval / 1e6, retry / 1e6, site.probing.patience / 1e6];
  const type = site.guestTypes["grid-node"];
  const all = (phases: readonly { readonly takes: Distribution }[]) =>
    sum(...phases.map(({ takes }) => ofDistribution(takes)));
  const takes = (kind: keyof typeof site.actions) => ofDistribution(site.actions[kind].takes);
  const [guestBoot, serviceStart] = [all(type.boot), all(type.service)];
  const common = {
    detection: sum(uniform(i), fixed(p)),
    confirmation: fixed(fall === 1 ? 0 : (fall - 1) * r + p),
    "guest-boot": guestBoot,
    "service-start": serviceStart,
    verification: sum(uniform(r), fixed((rise - 1) * r)),
  };
  if (scenario.name === "paper-crash") {
    const [a, b] = [ofDistribution(type.shutdown), ofDistribution(type.overload)];
    const onset = {
      mean: (a.mean + b.mean) / 2,
      variance: (a.variance + b.variance) / 2 + ((a.mean - b.mean) / 2) ** 2,
    };
    return { onset, ...common, action: takes("reboot-vm") };
  }
  const download = fixed(type.install.download / Math.min(site.provisioning.perClient, site.provisioning.bandwidth));
  return {
    onset: ofDistribution(type.shutdown),
    ...common,
    "failed-reboot": sum(takes("reboot-vm"), fixed(90)),
    "failed-restart": sum(takes("stop-vm"), takes("start-vm"), fixed(90)),
    action: sum(takes("reinstall-vm"), all(type.install.before), download, all(type.install.after)),
  };
}

describe.each([
  { name: "paper-crash", mean: 181, sd: 9.96 },
  { name: "paper-reinstall", mean: 542, sd: 16.84 },
])("the phases of $name", ({ name, mean, sd }) => {
  const scenario = scenarioOf(name);
  const expected = algebra(scenario);

  test("add up to the mean and the sigma that the page gives", () => {
    const total = sum(...Object.values(expected));
    expect(total.mean).toBeCloseTo(mean, 1);
    expect(Math.sqrt(total.variance)).toBeCloseTo(sd, 1);
    expect(PAGE).toContain(`= ${sd}²`);
  });

  test("have the mean (within four standard errors) and sigma (within a tenth) of the algebra; no others are", () => {
    const { phases } = crash(scenario);
    expect(Object.keys(phases).sort()).toEqual(Object.keys(expected).sort());
    for (const [phase, { mean, variance }] of Object.entries(expected)) {
      const sigma = Math.sqrt(variance);
      expect(Math.abs(phases[phase].mean_seconds - mean), phase).toBeLessThan((4 * sigma) / Math.sqrt(TRIALS) + 0.001);
      expect(Math.abs(phases[phase].sd_seconds - sigma), phase).toBeLessThan(0.1 * sigma + 0.001);
    }
  });
});

const offers = PAGE.slice(PAGE.indexOf("## What else would fit"), PAGE.indexOf("### So what"))
  .split(/^\*\*(?=\d)/m)
  .slice(1)
  .map((text) => ({
    title: text.slice(0, text.indexOf("**")),
    overrides: [...text.matchAll(/--set (?:'([^']+)'|(\S+))/g)].map(([, quoted, bare]) => quoted ?? bare),
  }));

test("the page offers at least three other decompositions", () => expect(offers.length).toBeGreaterThanOrEqual(3));

describe.each(offers)("the other decomposition $title", ({ overrides }) => {
  test.each([
    { name: "paper-crash", mean: 181, sd: 10, rung: "reboot" },
    { name: "paper-reinstall", mean: 542, sd: 17, rung: "reinstall" },
  ])("changes something, and gives the figures of $name too", ({ name, mean, sd, rung }) => {
    expect(overrides.length).toBeGreaterThan(0);
    const { recovery, outcomes } = crash(scenarioOf(name, overrides));
    expect(Math.abs((recovery.mean_seconds ?? 0) - mean)).toBeLessThan(0.1 * sd);
    expect(Math.abs((recovery.sd_seconds ?? 0) - sd)).toBeLessThan(0.07 * sd);
    expect(outcomes).toEqual({ [`recovered-by-${rung}`]: TRIALS });
  });
});
