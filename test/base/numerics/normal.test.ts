import { describe, expect, test } from "vitest";
import { gammaCdf, logGamma } from "../../../src/base/numerics/gamma.ts";
import { normalCdf, normalDensity, normalQuantile } from "../../../src/base/numerics/normal.ts";
import golden from "../random/golden.json" with { type: "json" };

function expectClose(actual: number, expected: number, digits: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(Math.abs(expected) * 10 ** -digits);
}

describe("the standard normal distribution", () => {
  test.each(golden.normalCdf)("below %d lies %d of it, to 13 digits even in the far lower tail", (x, chance) => {
    expectClose(normalCdf(x), chance, 13);
  });

  test.each(golden.normalDensity)("its density at %d is %d", (x, density) => {
    expectClose(normalDensity(x), density, 12.5);
  });

  test.each(golden.normalQuantile)("its quantile of %d is %d, to 14 digits", (chance, x) => {
    expectClose(normalQuantile(chance), x, 14);
  });

  test("has its ends at infinity", () => {
    expect([normalCdf(-Infinity), normalCdf(Infinity)]).toEqual([0, 1]);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    expect([normalQuantile(-0.1), normalQuantile(1.1), normalCdf(NaN)]).toEqual([NaN, NaN, NaN]);
  });

  test("its quantile undoes its distribution function", () => {
    for (let x = -8; x < 5; x += 0.0371) expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 9);
  });
});

describe("the gamma function and the gamma distribution", () => {
  test.each(golden.logGamma)("ln Gamma(%d) is %d", (x, value) => {
    expect(Math.abs(logGamma(x) - value)).toBeLessThanOrEqual(2e-14 * Math.max(1, Math.abs(value)));
  });

  test.each(golden.gammaCdf)("of shape %d, below %d lies %d", (shape, x, chance) => {
    expectClose(gammaCdf(shape, x), chance, 12);
  });

  test("nothing of it is below 0, all below infinity", () => {
    expect([gammaCdf(2, 0), gammaCdf(2, -1), gammaCdf(2, Infinity)]).toEqual([0, 0, 1]);
  });
});
