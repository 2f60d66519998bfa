// Intervals cover what they promise, and p-values are uniform where the null hypothesis holds. All draws are fixed; the
// tolerances are four standard errors of the number of repetitions, plus what an approximation admits to.

import { describe, expect, test } from "vitest";
import { normalCdf } from "../../../src/base/numerics/normal.ts";
import {
  unavailabilityInterval,
  type ObservedUnit,
} from "../../../src/study/statistics/intervals/availability-interval.ts";
import {
  meanInterval,
  proportionLowerBound,
  quantileInterval,
  sdInterval,
  spreadInterval,
  wilsonInterval,
} from "../../../src/study/statistics/intervals/intervals.ts";
import type { Interval } from "../../../src/study/statistics/intervals/intervals.ts";
import { ksOneSample, ksTwoSample } from "../../../src/study/statistics/tests/kolmogorov.ts";
import { mannWhitney } from "../../../src/study/statistics/tests/mann-whitney.ts";
import { andersonDarling, lilliefors } from "../../../src/study/statistics/tests/normality.ts";
import { ascending, moments } from "../../../src/study/statistics/sample.ts";
import { ONE_YEAR } from "./builders.ts";
import { drawn, normals, uniforms } from "./draws.ts";

const REPETITIONS = 2000;
const NOISE = 4 * Math.sqrt((0.05 * 0.95) / REPETITIONS);

function coverage(truth: number, interval: () => readonly [number | null, number | null]): number {
  let covered = 0;
  for (let i = 0; i < REPETITIONS; i++) {
    const [low, high] = interval();
    if ((low ?? -Infinity) <= truth && truth <= (high ?? Infinity)) covered++;
  }
  return covered / REPETITIONS;
}

describe("of 2000 intervals of 95 %, about 95 % hold the truth:", () => {
  test.each([2, 5, 30])("the mean of %i normal values", (n) => {
    const next = normals(`mean of ${n}`);
    const interval = (): Interval => {
      const { mean, sd } = moments(drawn(n, next));
      return meanInterval(n, mean ?? NaN, sd ?? NaN);
    };
    expect(Math.abs(coverage(0, interval) - 0.95)).toBeLessThan(NOISE);
  });

  test.each([2, 5, 30])("the deviation of %i normal values", (n) => {
    const next = normals(`sd of ${n}`);
    expect(Math.abs(coverage(1, () => sdInterval(n, moments(drawn(n, next)).sd ?? NaN)) - 0.95)).toBeLessThan(NOISE);
  });

  test.each<[string, number, number, (x: number) => number]>([
    ["normal", 1, 0.01, (x) => x],
    ["lognormal", Math.sqrt(Math.E * (Math.E - 1)), 0.08, Math.exp],
    ["two-humped", Math.sqrt(1 + 0.09 * 40 ** 2), 0.02, (x) => x],
  ])("the deviation of 1000 %s values", (distribution, sd, admitted, of) => {
    const [next, chance] = [normals(`spread ${distribution}`), uniforms(`spread ${distribution} hump`)];
    const one = () => of(next()) + (distribution === "two-humped" && chance() < 0.1 ? 40 : 0);
    expect(coverage(sd, () => spreadInterval(ascending(drawn(1000, one))))).toBeGreaterThan(0.95 - NOISE - admitted);
  });

  test.each([
    [0.02, 200],
    [0.3, 40],
    [0.5, 100],
  ])("Wilson's, for the proportion %f of %i trials", (truth, n) => {
    const next = uniforms(`wilson ${truth}`);
    const interval = () => wilsonInterval(drawn(n, next).filter((x) => x < truth).length, n);
    expect(Math.abs(coverage(truth, interval) - 0.95)).toBeLessThan(NOISE + 0.02);
  });

  test.each([0.5, 0.9])("the quantile %f of 60 values, at least", (p) => {
    const next = uniforms(`quantile ${p}`);
    const found = coverage(p, () => quantileInterval(ascending(drawn(60, next)), p));
    expect(found).toBeGreaterThan(0.95 - NOISE);
    expect(found).toBeLessThan(0.99);
  });

  test.each([1, 4, 30].flatMap((replications) => [0.1, 1, 3, 10, 40, 400].map((outages) => [outages, replications])))(
    "the unavailability, with %f outages expected in %i replications, or more",
    (outages, replications) => {
      const next = uniforms(`availability ${outages} ${replications}`);
      const held = coverage((outages * REPAIR) / (30 * ONE_YEAR), () =>
        unavailabilityInterval(observed(outages, replications, () => -REPAIR * Math.log(1 - next()), next)),
      );
      expect(held).toBeGreaterThan(0.95 - NOISE);
    },
  );
});

test("with few outages of very unlike lengths, the unavailability is within its interval less often than that", () => {
  const [next, lengths] = [uniforms("heavy"), normals("heavy")];
  const sigma = 1.4;
  const length = () => REPAIR * Math.exp(sigma * lengths() - (sigma * sigma) / 2);
  const held = coverage((10 * REPAIR) / (30 * ONE_YEAR), () => unavailabilityInterval(observed(10, 30, length, next)));
  expect(held).toBeGreaterThan(0.8);
  expect(held).toBeLessThan(0.95);
});

const REPAIR = 600;

/** Thirty years in all, with a Poisson number of outages. */
function observed(expected: number, replications: number, length: () => number, next: () => number): ObservedUnit {
  const years = new Float64Array(30);
  let [outages, longestSeconds] = [0, 0];
  for (let at = -Math.log(1 - next()); at < expected; at -= Math.log(1 - next())) {
    const seconds = length();
    outages++;
    longestSeconds = Math.max(longestSeconds, seconds);
    years[Math.floor((at / expected) * 30)] += seconds;
  }
  const perReplication = Array.from(
    { length: replications },
    (_, i) =>
      years.slice((i * 30) / replications, ((i + 1) * 30) / replications).reduce(add, 0) /
      ((30 / replications) * ONE_YEAR),
  );
  const downSeconds = years.reduce(add, 0);
  return { seconds: 30 * ONE_YEAR, downSeconds, outages, perReplication, longestSeconds, years };
}

const add = (a: number, b: number) => a + b;

test("the lower bound of a proportion is below the truth in at least 95 of 100 campaigns", () => {
  const next = uniforms("lower bound");
  let held = 0;
  for (let i = 0; i < REPETITIONS; i++) {
    if (proportionLowerBound(drawn(50, next).filter((x) => x < 0.9).length, 50) <= 0.9) held++;
  }
  expect(held / REPETITIONS).toBeGreaterThan(0.95 - NOISE);
});

describe("p-values are uniform where there is nothing to find:", () => {
  const cases: [string, number, (next: () => number) => number | undefined][] = [
    ["Lilliefors, 8 values", 0, (next) => lilliefors(ascending(drawn(8, next)))?.p],
    ["Lilliefors, 25 values", 0, (next) => lilliefors(ascending(drawn(25, next)))?.p],
    ["Lilliefors, 300 values", 0, (next) => lilliefors(ascending(drawn(300, next)))?.p],
    ["Anderson-Darling, 25 values", 0.03, (next) => andersonDarling(ascending(drawn(25, next)))?.p],
    ["Kolmogorov-Smirnov, 25 values", 0.02, (next) => ksOneSample(ascending(drawn(25, next)), normalCdf).p],
    [
      "Kolmogorov-Smirnov, 150 values against 100",
      0.04,
      (next) => ksTwoSample(ascending(drawn(150, next)), ascending(drawn(100, next))).p,
    ],
    [
      "Mann-Whitney, 20 values against 30",
      0.02,
      (next) => mannWhitney(ascending(drawn(20, next)), ascending(drawn(30, next))).p,
    ],
  ];
  test.each(cases)("%s", (name, admitted, pOf) => {
    const next = normals(name);
    const ps = drawn(REPETITIONS, () => pOf(next) ?? NaN);
    for (const level of [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9]) {
      const share = ps.filter((p) => p <= level).length / REPETITIONS;
      const noise = 4 * Math.sqrt((level * (1 - level)) / REPETITIONS);
      expect(Math.abs(share - level), `at ${level}`).toBeLessThan(noise + admitted);
    }
  });
});

test("a sample that is not normal is found out, by both tests", () => {
  const next = uniforms("exponential");
  const sorted = ascending(drawn(200, () => -Math.log(1 - next())));
  expect(lilliefors(sorted)?.p).toBeLessThan(1e-6);
  expect(andersonDarling(sorted)?.p).toBeLessThan(1e-6);
});
