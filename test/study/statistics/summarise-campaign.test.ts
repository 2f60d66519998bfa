import { describe, expect, test } from "vitest";
import type { Trial } from "../../../src/core/measurement/trial.ts";
import { summariseCampaign } from "../../../src/study/statistics/summaries/summarise-campaign.ts";
import { HEAD, trial } from "./builders.ts";
import { normals } from "./draws.ts";

const summarise = (trials: readonly Trial[]) => summariseCampaign(HEAD, trials, null);

describe("the summary of a campaign", () => {
  test("says which schema, program, scenario and seed it is of, and what was published", () => {
    const published = { source: "a paper", n: 10_000, mean_seconds: 181, sd_seconds: 10 };
    const summary = summariseCampaign(HEAD, [trial(0, 100)], published);
    expect(summary).toMatchObject({ ...HEAD, schema: 1, experiment: "crash-campaign", trials: 1, published });
  });

  test("describes the recovery times of recovered trials", () => {
    const { recovery } = summarise([trial(0, 100), trial(1, 300), trial(2, 200)]);
    expect(recovery).toMatchObject({
      n: 3,
      mean_seconds: 200,
      sd_seconds: 100,
      p50_seconds: 200,
      p95_seconds: 290,
      p99_seconds: 298,
      max_seconds: 300,
      skewness: 0,
    });
    // t(0.975, 2) = 4.302653; chi-square(0.975, 2) = 7.377759, chi-square(0.025, 2) = 0.0506356.
    expect(recovery.mean_ci?.[0]).toBeCloseTo(200 - (4.302653 * 100) / Math.sqrt(3), 3);
    expect(recovery.sd_ci?.[0]).toBeCloseTo(100 * Math.sqrt(2 / 7.377759), 4);
    expect(recovery.sd_ci?.[1]).toBeCloseTo(100 * Math.sqrt(2 / 0.0506356), 2);
  });

  test("has null for every figure that its trials are too few for", () => {
    expect(summarise([]).recovery).toEqual({
      n: 0,
      mean_seconds: null,
      mean_ci: null,
      sd_seconds: null,
      sd_ci: null,
      p50_seconds: null,
      p95_seconds: null,
      p99_seconds: null,
      max_seconds: null,
      within_10_min: null,
      within_10_min_ci: null,
      skewness: null,
      excess_kurtosis: null,
      ks_normal: null,
      ks_normal_p: null,
    });
    expect(summarise([trial(0, 5)]).recovery).toMatchObject({
      n: 1,
      mean_seconds: 5,
      mean_ci: null,
      sd_seconds: null,
      sd_ci: null,
      p99_seconds: 5,
      ks_normal: null,
    });
  });

  test("counts a trial that timed out as not within ten minutes, and leaves an error out", () => {
    const trials = [
      trial(0, 600),
      trial(1, 601),
      trial(2, 100),
      trial(3, 500, { outcome: "timed-out" }),
      trial(4, 1, { outcome: "error" }),
    ];
    const { recovery, outcomes } = summarise(trials);
    expect(recovery.n).toBe(3);
    expect(recovery.max_seconds).toBe(601);
    expect(recovery.within_10_min).toBe(2 / 4);
    expect(recovery.within_10_min_ci?.[0]).toBeCloseTo(0.15, 3);
    expect(outcomes).toEqual({ "recovered-by-reboot": 3, "timed-out": 1, error: 1 });
  });

  test("counts a trial in which no service was lost only among outcomes: it is no recovery of 0 s", () => {
    const { recovery, by_fault, phases, downtime, outcomes } = summarise([
      trial(0, 100),
      trial(1, 700),
      trial(2, 0, { outcome: "unharmed" }),
      trial(3, 0, { outcome: "not-injected", fault: "service-hang" }),
    ]);
    expect(recovery).toMatchObject({ n: 2, mean_seconds: 400, p50_seconds: 400, within_10_min: 1 / 2 });
    expect(by_fault["service-hang"]).toMatchObject({ n: 0, within_10_min: null });
    expect(phases.action.mean_seconds).toBe(400);
    expect(downtime.n).toBe(2);
    expect(outcomes).toEqual({ "recovered-by-reboot": 2, unharmed: 1, "not-injected": 1 });
  });

  test("tells the true loss of service beside the recovery", () => {
    const { downtime } = summarise([
      trial(0, 100, { downtimeSeconds: 80 }),
      trial(1, 200, { downtimeSeconds: 160 }),
      trial(2, 900, { outcome: "timed-out" }),
    ]);
    expect(downtime).toEqual({
      n: 2,
      mean_seconds: 120,
      sd_seconds: Math.sqrt(3200),
      p50_seconds: 120,
      p95_seconds: 156,
      max_seconds: 160,
    });
    expect(summarise([]).downtime).toEqual({
      n: 0,
      mean_seconds: null,
      sd_seconds: null,
      p50_seconds: null,
      p95_seconds: null,
      max_seconds: null,
    });
  });

  test("has none within ten minutes where all timed out", () => {
    expect(summarise([trial(0, 900, { outcome: "timed-out" })]).recovery).toMatchObject({
      n: 0,
      mean_seconds: null,
      within_10_min: 0,
    });
  });

  test("tells the kinds of fault apart, in the order of their first appearance", () => {
    const { by_fault } = summarise([
      trial(0, 10, { fault: "service-hang" }),
      trial(1, 30),
      trial(2, 20, { fault: "service-hang" }),
    ]);
    expect(Object.keys(by_fault)).toEqual(["service-hang", "guest-kernel-crash"]);
    expect(by_fault["service-hang"]).toMatchObject({ n: 2, mean_seconds: 15 });
    expect(by_fault["guest-kernel-crash"]).toMatchObject({ n: 1, mean_seconds: 30 });
  });

  test("divides the recovery time of recovered trials into phases, in their order, without absent ones", () => {
    const { phases } = summarise([
      trial(0, 40, {}, { detection: 10, action: 30 }),
      trial(1, 60, {}, { "guest-boot": 10, detection: 20, action: 30 }),
      trial(2, 900, { outcome: "timed-out" }, { human: 900 }),
    ]);
    expect(Object.keys(phases)).toEqual(["detection", "action", "guest-boot"]);
    expect(phases.detection).toEqual({ mean_seconds: 15, sd_seconds: Math.sqrt(50), share: 0.3 });
    expect(phases.action).toEqual({ mean_seconds: 30, sd_seconds: 0, share: 0.6 });
    expect(phases["guest-boot"].share).toBeCloseTo(0.1, 14);
  });

  test("counts violations of all trials, whatever their outcome", () => {
    const summary = summarise([
      trial(0, 1, { violations: ["no-vm-runs-twice"] }),
      trial(1, 1, { outcome: "timed-out", violations: ["no-vm-runs-twice", "no-disk-lost"] }),
    ]);
    expect(summary.violations).toEqual({ "no-vm-runs-twice": 2, "no-disk-lost": 1 });
  });

  test("finds Gaussian recovery times normal, and two kinds of them mixed not", () => {
    const next = normals("campaign");
    const gaussian = Array.from({ length: 2000 }, (_, i) => trial(i, 181 + 10 * next()));
    expect(summarise(gaussian).recovery.ks_normal_p).toBeGreaterThan(0.05);
    const mixed = gaussian.map((t) => trial(t.index, t.recoverySeconds + (t.index % 2) * 361));
    expect(summarise(mixed).recovery.ks_normal_p).toBeLessThan(1e-6);
  });
});
