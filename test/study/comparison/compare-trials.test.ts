// Campaigns compared: which are distinguished, which are not, by which phase, and how often the verdict is wrong.

import { describe, expect, test } from "vitest";
import type { Phase, Trial } from "../../../src/core/measurement/trial.ts";
import { compareTrials, type Campaign } from "../../../src/study/comparison/compare-trials.ts";
import { halfOf } from "../../../src/study/comparison/crashes.ts";
import { trial } from "../statistics/builders.ts";
import { normals, uniforms } from "../statistics/draws.ts";

const ALPHA = 0.01;
let seeds = 0;

function campaign(trials: readonly Trial[], more: Partial<Campaign> = {}): Campaign {
  return {
    scenario: { name: "test", hash: "0" },
    seed: `${(seeds += 1)}`,
    live: false,
    timeoutSeconds: 600,
    trials,
    ...more,
  };
}

function compare(predicted: Campaign, observed: Campaign, fault: string | null = null, alpha = ALPHA) {
  const comparison = compareTrials(predicted, observed, { version: "0", alpha, fault });
  if (comparison === undefined) throw new Error("nothing was compared");
  return comparison;
}

/**
 * Recoveries whose detection is uniform, whose action is constant and whose boot is normal; `more` is added to phases.
 */
function crashes(n: number, name: string, more: Partial<Record<Phase, number>> = {}, of: Partial<Trial> = {}): Trial[] {
  const [uniform, normal] = [uniforms(`${name}/detection`), normals(`${name}/boot`)];
  return Array.from({ length: n }, (_, i) => {
    const phases: Partial<Record<Phase, number>> = {
      ...more,
      detection: 4 * uniform() + (more.detection ?? 0),
      action: 1 + (more.action ?? 0),
      "guest-boot": 20 + normal() + (more["guest-boot"] ?? 0),
    };
    return trial(
      i,
      Object.values(phases).reduce((sum, seconds) => sum + seconds, 0),
      of,
      phases,
    );
  });
}

describe("two campaigns", () => {
  test("of one distribution are not distinguished", () => {
    const { verdict, phases, recovery } = compare(campaign(crashes(400, "a")), campaign(crashes(60, "b")));
    expect(verdict).toMatchObject({ distinguishable: false, culprit: null, by: [] });
    expect(verdict.sentence).toMatch(/^not distinguishable at 1 % \(p /);
    expect(Object.keys(phases)).toEqual(["detection", "action", "guest-boot"]);
    expect([recovery.predicted.n, recovery.observed.n]).toEqual([400, 60]);
  });

  test("are distinguished by a phase that takes longer, which is named with its share", () => {
    const { verdict, phases } = compare(campaign(crashes(400, "a")), campaign(crashes(60, "b", { "guest-boot": 3.2 })));
    expect(verdict.culprit?.phase).toBe("guest-boot");
    expect(verdict.sentence).toMatch(/^distinguishable at 1 %; culprit: guest-boot \(\+[23]\.\d s of \+3\.\d s\)$/);
    expect(
      Object.entries(phases)
        .filter(([, { differs }]) => differs)
        .map(([phase]) => phase),
    ).toEqual(["guest-boot"]);
  });

  test("blame the phase with most of the difference where several differ", () => {
    expect(
      compare(campaign(crashes(400, "a")), campaign(crashes(60, "b", { "guest-boot": 1, action: 4, verification: 2 })))
        .verdict.culprit?.phase,
    ).toBe("action");
    expect(
      compare(campaign(crashes(400, "a", { action: 4 })), campaign(crashes(60, "b", { "guest-boot": 1 }))).verdict
        .culprit?.phase,
    ).toBe("action");
  });

  test("have differences of means that add up to that of the recovery", () => {
    const { recovery, phases } = compare(campaign(crashes(300, "a")), campaign(crashes(50, "b", { verification: 1 })));
    expect(Object.values(phases).reduce((sum, { difference_seconds: by }) => sum + (by ?? NaN), 0)).toBeCloseTo(
      recovery.difference_seconds ?? NaN,
      9,
    );
  });

  test("are distinguished by trials that never recovered, even if the others are alike", () => {
    const lost = Array.from({ length: 8 }, (_, i) => trial(100 + i, 600, { outcome: "timed-out" }, { human: 600 }));
    const { verdict, observed, recovery } = compare(
      campaign(crashes(400, "a")),
      campaign([...crashes(60, "b"), ...lost]),
    );
    expect(verdict.by).toContain("outcomes");
    expect(verdict.sentence).toContain("outcomes: timed-out 8 of 68, predicted 0 of 400");
    expect([observed.trials, observed.censored, recovery.observed.n]).toEqual([68, 8, 60]);
  });

  test("are given the same time: longer than the shorter time-out counts as not recovered on both sides", () => {
    const { predicted, remarks } = compare(
      campaign([...crashes(40, "a"), ...crashes(10, "c", { waiting: 300 })]),
      campaign(crashes(40, "b"), { timeoutSeconds: 200 }),
    );
    expect(predicted.censored).toBe(10);
    expect(remarks.join()).toContain("longer than 200 s");
  });

  test("one of which had no humans are compared without the work of humans", () => {
    const human = crashes(10, "c", { human: 100 }, { outcome: "recovered-by-human" });
    const sim = campaign([...crashes(40, "a"), ...human]);
    expect(compare(sim, campaign(crashes(40, "b"), { live: true })).predicted.censored).toBe(10);
    expect(compare(sim, campaign(crashes(40, "b"))).predicted.censored).toBe(0);
  });

  test("leave out errors, and say so", () => {
    const { observed, remarks } = compare(
      campaign(crashes(40, "a")),
      campaign([...crashes(40, "b"), trial(40, 0, { outcome: "error", error: "x" })]),
    );
    expect([observed.trials, observed.errors]).toEqual([40, 1]);
    expect(remarks.join()).toContain("1 trials observed ended in errors");
  });

  test("with other proportions of faults, of one seed, or with too few trials come with a remark", () => {
    const hang = { fault: "service-hang" } as const;
    expect(
      compare(
        campaign(crashes(100, "a")),
        campaign([...crashes(50, "b"), ...crashes(50, "c", {}, hang)]),
      ).remarks.join(),
    ).toContain("--fault");
    expect(
      compare(campaign(crashes(20, "a"), { seed: "1" }), campaign(crashes(20, "b"), { seed: "1" })).remarks.join(),
    ).toContain("from the seed 1");
    expect(compare(campaign(crashes(3, "a")), campaign(crashes(3, "b"))).remarks.join()).toContain("too few");
  });

  test("are divided by fault and outcome where each side has eight of them", () => {
    const both = (name: string, hangs: number) => [
      ...crashes(30, name),
      ...crashes(hangs, `${name}h`, {}, { fault: "service-hang", outcome: "recovered-by-restart" }),
    ];
    const strata = (hangs: number) =>
      compare(campaign(both("a", 40)), campaign(both("b", hangs))).strata.map(
        ({ fault, outcome }) => `${fault} ${outcome}`,
      );
    expect(strata(8)).toEqual(["guest-kernel-crash recovered-by-reboot", "service-hang recovered-by-restart"]);
    expect(strata(7)).toEqual(["guest-kernel-crash recovered-by-reboot"]);
    expect(compare(campaign(both("a", 40)), campaign(both("b", 9)), "service-hang").observed.trials).toBe(9);
  });

  test("of which one is empty are not compared", () => {
    expect(
      compareTrials(campaign([]), campaign(crashes(3, "b")), { version: "0", alpha: ALPHA, fault: null }),
    ).toBeUndefined();
  });
});

describe("the verdict on two campaigns of one distribution", () => {
  const PAIRS = 400;

  test.each([0.01, 0.05])(
    "is wrong no more often than %d, with outcomes of several kinds and trials that time out",
    (alpha) => {
      const uniform = uniforms("verdict/outcomes");
      const outcomeOf = (one: Trial): Trial => {
        const draw = uniform();
        if (draw < 0.05) return { ...one, outcome: "timed-out" };
        return draw < 0.25 ? { ...one, outcome: "recovered-by-restart" } : one;
      };
      let wrong = 0;
      for (let pair = 0; pair < PAIRS; pair++) {
        const side = (n: number, name: string) =>
          campaign(crashes(n, `verdict/${alpha}/${pair}/${name}`).map(outcomeOf));
        if (compare(side(60, "a"), side(30, "b"), null, alpha).verdict.distinguishable) wrong++;
      }
      expect(wrong).toBeLessThanOrEqual(PAIRS * alpha + 3 * Math.sqrt(PAIRS * alpha * (1 - alpha)));
    },
  );
});

describe("half of a campaign", () => {
  test("has every other trial of each fault, in whatever order they were injected", () => {
    const roundRobin = Array.from({ length: 12 }, (_, i) =>
      trial(i, 10, { fault: i % 2 === 0 ? "guest-shutdown" : "service-hang" }),
    );
    const [even, odd] = [halfOf(roundRobin, "even"), halfOf(roundRobin, "odd")];
    expect(even.map(({ index }) => index)).toEqual([0, 1, 4, 5, 8, 9]);
    expect(odd.map(({ index }) => index)).toEqual([2, 3, 6, 7, 10, 11]);
    expect(halfOf(roundRobin, undefined)).toHaveLength(12);
  });
});
