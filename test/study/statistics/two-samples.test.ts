// Tests of two samples against what can be counted by hand, and against how often they err.

import { describe, expect, test } from "vitest";
import { fisherExact } from "../../../src/study/statistics/tests/fisher-exact.ts";
import { ksTwoSample } from "../../../src/study/statistics/tests/kolmogorov.ts";
import { ksCritical, ksTwoSampleExact } from "../../../src/study/statistics/tests/kolmogorov-exact.ts";
import { ascending, moments, type Sorted } from "../../../src/study/statistics/sample.ts";
import { welchInterval } from "../../../src/study/statistics/tests/welch.ts";
import { drawn, normals, uniforms } from "./draws.ts";

/** The p-value by going through every way to divide the pooled values. */
function byEnumeration(first: Sorted, second: Sorted): number {
  const pooled = [...first, ...second];
  const distance = (chosen: number) => {
    const sides = [1, 0].map((side) => ascending(pooled.filter((_, i) => ((chosen >> i) & 1) === side)));
    const below = (sorted: Sorted, x: number) => [...sorted].filter((value) => value <= x).length / sorted.length;
    return Math.max(...pooled.map((x) => Math.abs(below(sides[0], x) - below(sides[1], x))));
  };
  const seen = distance((1 << first.length) - 1);
  let [all, far] = [0, 0];
  for (let chosen = 0; chosen < 1 << pooled.length; chosen++) {
    if (pooled.filter((_, i) => (chosen >> i) & 1).length !== first.length) continue;
    all++;
    if (distance(chosen) >= seen - 1e-12) far++;
  }
  return far / all;
}

describe("the exact two-sample Kolmogorov-Smirnov test", () => {
  test.each([
    ["without ties", [1, 2, 3, 7], [4, 5, 6, 8, 9]],
    ["with ties within a sample", [1, 1, 2, 5], [3, 3, 4, 6, 6]],
    ["with ties across samples", [1, 2, 2, 3, 3], [2, 3, 3, 4, 5]],
    ["with trials that never recovered", [1, 2, 3, 4], [3, 4, Infinity, Infinity, Infinity]],
    ["of samples that do not overlap", [1, 2, 3], [4, 5, 6, 7, 8, 9]],
  ])("counts as going through all divisions does, %s", (_, first, second) => {
    expect(ksTwoSampleExact(first, second).p).toBeCloseTo(byEnumeration(first, second), 12);
    expect(ksTwoSampleExact(second, first)).toEqual(ksTwoSampleExact(first, second));
  });

  test("finds no difference between a sample and itself", () => {
    expect(ksTwoSampleExact([1, 2, 2, 3], [1, 2, 2, 3])).toEqual({ statistic: 0, p: 1 });
  });

  test("agrees with the limiting distribution for large samples without ties", () => {
    const next = normals("ks/large");
    const [first, second] = [ascending(drawn(900, next)), ascending(drawn(700, () => next() + 0.08))];
    expect(ksTwoSampleExact(first, second).p).toBeCloseTo(ksTwoSample(first, second).p, 1);
  });

  test("errs no more often than its level, with many ties", () => {
    const next = uniforms("ks/ties");
    const rounded = (n: number) => ascending(drawn(n, () => Math.max(0, Math.floor(5 * next()) - 2)));
    const wrong = drawn(1000, () => ksTwoSampleExact(rounded(15), rounded(40)).p).filter((p) => p <= 0.05).length;
    expect(wrong).toBeLessThanOrEqual(50 + 3 * Math.sqrt(1000 * 0.05 * 0.95));
  });

  test("has a critical distance of about the level's p-value", () => {
    const [n, m] = [60, 600];
    const first = Array.from({ length: n }, (_, i) => (i + 0.5) / n);
    const reach = ksCritical(n, m, 0.01);
    const second = Array.from({ length: m }, (_, i) => (i + 0.5) / m + reach);
    expect(ksTwoSampleExact(first, second).p).toBeGreaterThan(0.004);
    expect(ksTwoSampleExact(first, second).p).toBeLessThan(0.02);
  });
});

describe("Fisher's exact test", () => {
  test("gives the lady who tasted tea her 34 of 70", () => {
    expect(fisherExact(3, 4, 1, 4)).toBeCloseTo(34 / 70, 9);
    expect(fisherExact(4, 4, 0, 4)).toBeCloseTo(2 / 70, 9);
  });

  test("finds nothing where nothing or everything happened on both sides", () => {
    expect(fisherExact(0, 60, 0, 600)).toBeCloseTo(1, 9);
    expect(fisherExact(60, 60, 600, 600)).toBeCloseTo(1, 9);
  });
});

describe("Welch's interval", () => {
  test("holds the true difference in 95 of 100 samples, of unequal sizes and deviations", () => {
    const next = normals("welch");
    const held = Array.from({ length: 1000 }, () => {
      const ends = welchInterval(moments(drawn(8, () => 3 * next())), moments(drawn(40, () => 2 + next())));
      return ends !== undefined && ends[0] <= 2 && ends[1] >= 2;
    }).filter(Boolean).length;
    expect(held).toBeGreaterThan(925);
    expect(held).toBeLessThan(975);
  });

  test("of samples without spread is the difference itself, of single values there is none", () => {
    expect(welchInterval(moments([3, 3]), moments([5, 5]))).toEqual([2, 2]);
    expect(welchInterval(moments([3]), moments([5, 5]))).toBeUndefined();
  });
});
