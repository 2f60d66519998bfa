// Intervals where they are special: none, all, too few, known figures.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { availabilityInterval, unavailabilityInterval } from "../../src/statistics/availability-interval.ts";
import { proportionLowerBound, quantileInterval, sdInterval, spreadInterval, wilsonInterval } from "../../src/statistics/intervals.ts";
import { ascending, moments } from "../../src/statistics/sample.ts";
import { drawn, normals } from "./draws.ts";
import golden from "./golden/special-functions.json" with { type: "json" };

describe("a proportion", () => {
  test("has scipy's Wilson interval", () => {
    for (const [successes, n, low, high] of golden.wilson) {
      const found = wilsonInterval(successes, n);
      expect(found[0]).toBeCloseTo(low, 12);
      expect(found[1]).toBeCloseTo(high, 12);
    }
  });

  test("has scipy's Clopper-Pearson lower bound", () => {
    for (const [successes, n, low] of golden.clopper_pearson_lower) expect(proportionLowerBound(successes, n)).toBeCloseTo(low, 12);
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
  test("of values that look normal has about the interval that chi-square gives", () => {
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

describe("an availability", () => {
  test("over a single replication is anything", () => {
    expect(availabilityInterval([0])).toEqual([0, 1]);
    expect(availabilityInterval([0.001])).toEqual([0, 1]);
  });

  test("without any downtime in R replications is at least 0.05^(1/R)", () => {
    const [low, high] = availabilityInterval(new Array<number>(59).fill(0));
    expect(low).toBeCloseTo(0.9505, 4);
    expect(high).toBe(1);
  });

  test("is symmetric on the logarithmic scale of the unavailability", () => {
    const [low, high] = unavailabilityInterval([1e-4, 2e-4, 3e-4]);
    // Mean 2e-4, standard error 1e-4 / √3, t(0.975, 2) = 4.302653.
    expect(Math.log(high / 2e-4)).toBeCloseTo(4.302653 / (2 * Math.sqrt(3)), 6);
    expect(low * high).toBeCloseTo(4e-8, 15);
  });

  test("that was the same in all replications is that, exactly", () => {
    expect(availabilityInterval([0.25, 0.25, 0.25])).toEqual([0.75, 0.75]);
  });

  test("always has an interval within 0 and 1 that holds the availability observed", () => {
    const unavailability = fc.oneof(fc.constant(0), fc.double({ min: 1e-12, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(unavailability, { minLength: 1, maxLength: 30 }), (replications) => {
        const [low, high] = availabilityInterval(replications);
        const observed = 1 - replications.reduce((a, b) => a + b, 0) / replications.length;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(observed + 1e-12);
        expect(high).toBeGreaterThanOrEqual(observed - 1e-12);
      }),
      { seed: 1 },
    );
  });
});
