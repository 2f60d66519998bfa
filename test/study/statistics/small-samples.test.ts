// Samples too small, or all equal; thinned curves; several tests at once.

import { describe, expect, test } from "vitest";
import { fitAll, fitExponential } from "../../../src/study/statistics/fits/fits.ts";
import { holm } from "../../../src/study/statistics/tests/holm.ts";
import { ksTwoSample } from "../../../src/study/statistics/tests/kolmogorov.ts";
import { mannWhitney } from "../../../src/study/statistics/tests/mann-whitney.ts";
import { andersonDarling, lilliefors } from "../../../src/study/statistics/tests/normality.ts";
import { ascending, ecdf, moments, quantile } from "../../../src/study/statistics/sample.ts";

describe("a sample", () => {
  test("of nothing has no figures", () => {
    expect(moments([])).toEqual({ n: 0, mean: null, sd: null, skewness: null, excessKurtosis: null });
    expect(quantile([], 0.5)).toBeNull();
    expect(ecdf([], 10)).toEqual([]);
  });

  test("of one value has a mean and no deviation", () => {
    expect(moments([4])).toEqual({ n: 1, mean: 4, sd: null, skewness: null, excessKurtosis: null });
  });

  test("of two values has a deviation and no shape, of three a skewness", () => {
    expect(moments([1, 3])).toEqual({ n: 2, mean: 2, sd: Math.SQRT2, skewness: null, excessKurtosis: null });
    expect(moments([1, 2, 3])).toEqual({ n: 3, mean: 2, sd: 1, skewness: 0, excessKurtosis: null });
  });

  test("of equal values has exactly their mean, deviation 0 and no shape, and is not tested for normality", () => {
    const equal = new Array<number>(10).fill(0.1);
    expect(moments(equal)).toEqual({ n: 10, mean: 0.1, sd: 0, skewness: null, excessKurtosis: null });
    expect(lilliefors(equal)).toBeUndefined();
    expect(andersonDarling(equal)).toBeUndefined();
  });

  test("of fewer than eight values is not tested for normality", () => {
    expect(lilliefors([1, 2, 3, 4, 5, 6, 7])).toBeUndefined();
    expect(andersonDarling([1, 2, 3, 4, 5, 6, 7])).toBeUndefined();
  });

  test("with a value far out still has a finite Anderson-Darling statistic", () => {
    const far = ascending([...Array.from({ length: 3000 }, (_, i) => i / 3000), 1e6]);
    expect(Number.isFinite(andersonDarling(far)?.statistic)).toBe(true);
    expect(andersonDarling(far)?.p).toBe(0);
  });

  test("is left as it is by sorting", () => {
    const values = [3, 1, 20];
    expect([...ascending(values)]).toEqual([1, 3, 20]);
    expect(values).toEqual([3, 1, 20]);
  });
});

describe("an empirical distribution function", () => {
  test("has a point for each value when they are few", () => {
    expect(ecdf([2, 5], 10)).toEqual([
      { x: 2, share: 0.5 },
      { x: 5, share: 1 },
    ]);
  });

  test("is thinned to the number of points wanted, and keeps the least and the greatest value", () => {
    const points = ecdf(
      Float64Array.from({ length: 1001 }, (_, i) => i),
      5,
    );
    expect(points.map((point) => point.x)).toEqual([0, 250, 500, 750, 1000]);
    expect(points[4].share).toBe(1);
  });
});

describe("two samples", () => {
  test("that do not overlap are as far apart as can be", () => {
    expect(ksTwoSample([1, 2, 3], [4, 5]).statistic).toBe(1);
    expect(mannWhitney([1, 2, 3], [4, 5])).toMatchObject({ u: 0, probabilityFirstLarger: 0 });
    expect(mannWhitney([4, 5], [1, 2, 3])).toMatchObject({ u: 6, probabilityFirstLarger: 1 });
  });

  test("that are the same single value do not differ", () => {
    expect(ksTwoSample([1, 1], [1]).p).toBe(1);
    expect(mannWhitney([1, 1], [1])).toEqual({ u: 1, probabilityFirstLarger: 0.5, p: 1 });
  });
});

describe("Holm's adjustment", () => {
  test("multiplies the least p-value by the number of tests, the next by one less, and never falls", () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((p, i) => expect(adjusted[i]).toBeCloseTo(p, 14));
  });

  test("never exceeds one, and has nothing to say about no tests", () => {
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});

describe("a distribution", () => {
  test("for positive values is not fitted to others", () => {
    expect(fitAll([-1, 2, 3]).map((fit) => fit.distribution)).toEqual(["normal"]);
    expect(
      fitAll([0, 2, 3])
        .map((fit) => fit.distribution)
        .toSorted(),
    ).toEqual(["exponential", "normal"]);
  });

  test("with two parameters is not fitted to equal values, and none to nothing", () => {
    expect(fitAll([5, 5, 5]).map((fit) => fit.distribution)).toEqual(["exponential"]);
    expect(fitAll([])).toEqual([]);
    expect(fitExponential([0, 0])).toBeUndefined();
  });
});
