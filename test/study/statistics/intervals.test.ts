// Intervals where they are special: none, all, too few, known figures.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  unavailabilityInterval,
  type ObservedUnit,
} from "../../../src/study/statistics/intervals/availability-interval.ts";
import {
  proportionLowerBound,
  quantileInterval,
  sdInterval,
  spreadInterval,
  wilsonInterval,
} from "../../../src/study/statistics/intervals/intervals.ts";
import { ascending, moments } from "../../../src/study/statistics/sample.ts";
import { ONE_YEAR } from "./builders.ts";
import { drawn, normals } from "./draws.ts";
import golden from "../../base/numerics/golden/special-functions.json" with { type: "json" };

describe("a proportion", () => {
  test("has scipy's Wilson interval", () => {
    for (const [successes, n, low, high] of golden.wilson) {
      const found = wilsonInterval(successes, n);
      expect(found[0]).toBeCloseTo(low, 12);
      expect(found[1]).toBeCloseTo(high, 12);
    }
  });

  test("has scipy's Clopper-Pearson lower bound", () => {
    for (const [successes, n, low] of golden.clopper_pearson_lower)
      expect(proportionLowerBound(successes, n)).toBeCloseTo(low, 12);
  });

  test("of 10,000 in 10,000 is at least 99.970 %, and of 5,000 in 5,000 at least 99.940 %", () => {
    expect(proportionLowerBound(10_000, 10_000).toFixed(5)).toBe("0.99970");
    expect(proportionLowerBound(5000, 5000).toFixed(5)).toBe("0.99940");
  });

  test("of none or all has exactly 0 or 1 at that end of its interval", () => {
    expect(wilsonInterval(0, 7)[0]).toBe(0);
    expect(wilsonInterval(7, 7)[1]).toBe(1);
  });
});

describe("a deviation", () => {
  test("of almost normal values has about the interval that chi-square gives", () => {
    const next = normals("near-normal");
    const values = ascending(drawn(500, next));
    const [low, high] = spreadInterval(values);
    const [least, most] = sdInterval(500, moments(values).sd ?? NaN);
    expect(Math.abs(low / least - 1)).toBeLessThan(0.01);
    expect(Math.abs(high / most - 1)).toBeLessThan(0.01);
  });

  test("of equal values is nothing, surely", () => {
    expect(spreadInterval([3, 3, 3, 3, 3, 3])).toEqual([0, 0]);
  });
});

describe("a quantile", () => {
  test("whose interval would reach beyond the sample has no end there", () => {
    const sorted = Array.from({ length: 50 }, (_, i) => i + 1);
    expect(quantileInterval(sorted, 0.99)).toEqual([48, null]);
    expect(quantileInterval(sorted, 0.01)).toEqual([null, 3]);
    expect(quantileInterval([1, 2], 0.5)).toEqual([null, null]);
  });
});

describe("an unavailability", () => {
  /** Replications of a year, each with these seconds of downtime. */
  const seen = (outages: number, downs: readonly number[], more: Partial<ObservedUnit> = {}): ObservedUnit => {
    const downSeconds = downs.reduce((a, b) => a + b, 0);
    return {
      seconds: downs.length * ONE_YEAR,
      downSeconds,
      outages,
      perReplication: downs.map((down) => down / ONE_YEAR),
      longestSeconds: 0,
      years: downs,
      ...more,
    };
  };

  test("without an outage decreases with the time: three outages of a day, or of the longest of any VM", () => {
    expect(unavailabilityInterval(seen(0, [0, 0, 0, 0]))).toEqual([
      0,
      expect.closeTo((2.9957 * 86_400) / (4 * ONE_YEAR), 6),
    ]);
    expect(unavailabilityInterval(seen(0, [0, 0, 0, 0], { seconds: 4000 * ONE_YEAR }))[1]).toBeCloseTo(
      (2.9957 * 86_400) / (4000 * ONE_YEAR),
      9,
    );
    expect(unavailabilityInterval(seen(0, [0], { longestSeconds: 864_000 }))[1]).toBeCloseTo(
      (2.9957 * 864_000) / ONE_YEAR,
      5,
    );
  });

  test("that was never seen in R short replications is at most 1 - 0.05^(1/R)", () => {
    expect(unavailabilityInterval(seen(0, new Array<number>(59).fill(0), { seconds: 59 * 3600 }))).toEqual([
      0,
      expect.closeTo(1 - 0.9505, 4),
    ]);
  });

  test("of few outages has the interval of a Poisson number of exponential lengths", () => {
    const [low, high] = unavailabilityInterval(seen(1, [0.001 * ONE_YEAR]));
    // F(0.025; 2, 2) = 1/39, F(0.975; 4, 2) = 39.248.
    expect(low).toBeCloseTo(0.001 / 39, 8);
    expect(high).toBeCloseTo(0.001 * 2 * 39.248, 5);
  });

  test("of many outages is judged over replications, and of one replication over its years", () => {
    const downs = [1e-4, 2e-4, 3e-4].map((share) => share * ONE_YEAR);
    const [low, high] = unavailabilityInterval(seen(30, downs));
    // Mean 2e-4, standard error 1e-4 / √3, t(0.975, 2) = 4.302653.
    expect(Math.log(high / 2e-4)).toBeCloseTo(4.302653 / (2 * Math.sqrt(3)), 6);
    expect(low * high).toBeCloseTo(4e-8, 15);
    const [least, most] = unavailabilityInterval(seen(30, downs, { perReplication: [2e-4] }));
    expect(least).toBeCloseTo(low, 12);
    expect(most).toBeCloseTo(high, 12);
  });

  test("of many outages in one replication of less than two years is judged by their number", () => {
    const [low, high] = unavailabilityInterval(seen(3000, [1e-3 * ONE_YEAR]));
    expect(low).toBeGreaterThan(0.94e-3);
    expect(high).toBeLessThan(1.06e-3);
  });

  test("always has an interval within 0 and 1 that holds what was observed", () => {
    const down = fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: ONE_YEAR, noNaN: true }));
    fc.assert(
      fc.property(fc.array(down, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 100 }), (downs, some) => {
        const observed = seen(downs.some((seconds) => seconds > 0) ? some : 0, downs);
        const [low, high] = unavailabilityInterval(observed);
        const share = observed.downSeconds / observed.seconds;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(share + 1e-12);
        expect(high).toBeGreaterThanOrEqual(share - 1e-12);
      }),
      { seed: 1 },
    );
  });
});
