// The special functions and the distributions made of them, against golden values from scipy
// (golden/special_functions.py).

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logGamma } from "../../../src/base/numerics/gamma.ts";
import { digamma } from "../../../src/base/numerics/digamma.ts";
import {
  beta,
  chiSquare,
  fisherF,
  gamma,
  normal,
  studentT,
} from "../../../src/base/numerics/distribution-functions.ts";
import type { DistributionFunctions } from "../../../src/base/numerics/distribution-functions.ts";
import { betaI } from "../../../src/base/numerics/incomplete-beta.ts";
import { gammaP, gammaQ } from "../../../src/base/numerics/incomplete-gamma.ts";
import { kolmogorovSf } from "../../../src/study/statistics/tests/kolmogorov.ts";
import { deviance } from "../../../src/base/numerics/stirling.ts";
import golden from "./golden/special-functions.json" with { type: "json" };
import { worstError } from "../../study/statistics/golden.ts";

describe("to a relative 1e-10, as scipy has it:", () => {
  const cases: [string, number[][], (...x: number[]) => number, number?][] = [
    ["log gamma", golden.log_gamma, logGamma, 1e-14],
    ["digamma", golden.digamma, digamma],
    ["the lower incomplete gamma function", golden.gamma_p, gammaP, 1e-300],
    ["the upper incomplete gamma function", golden.gamma_q, gammaQ, 1e-300],
    ["the incomplete beta function", golden.beta_i, (a, b, x) => betaI(a, b, x), 1e-300],
    ["the normal distribution", golden.normal_cdf, (z) => normal(0, 1).cdf(z)],
    ["normal quantiles", golden.normal_quantile, (p) => normal(0, 1).quantile(p)],
    ["Student's t", golden.student_cdf, (df, t) => studentT(df).cdf(t)],
    ["quantiles of Student's t", golden.student_quantile, (df, p) => studentT(df).quantile(p)],
    ["the upper tail of chi-square", golden.chi_square_sf, (df, x) => chiSquare(df).sf(x), 1e-300],
    ["quantiles of chi-square", golden.chi_square_quantile, (df, p) => chiSquare(df).quantile(p)],
    ["the upper tail of F", golden.f_sf, (a, b, x) => fisherF(a, b).sf(x)],
    ["quantiles of F", golden.f_quantile, (a, b, p) => fisherF(a, b).quantile(p)],
    ["quantiles of beta", golden.beta_quantile, (a, b, p) => beta(a, b).quantile(p)],
    ["quantiles of gamma", golden.gamma_quantile, (a, p) => gamma(a, 3).quantile(p)],
    ["the upper tail of Kolmogorov's distribution", golden.kolmogorov_sf, kolmogorovSf],
  ];
  test.each(cases)("%s", (_, rows, f, floor) => {
    expect(rows.length).toBeGreaterThan(5);
    const worst = worstError(rows, f, floor);
    expect(worst.error, `at ${worst.at}`).toBeLessThan(1e-10);
  });
});

const shape = fc.double({ min: 0.1, max: 1e4, noNaN: true });
const probability = fc.double({ min: 1e-12, max: 0.5, noNaN: true });
const DISTRIBUTIONS: [string, (a: number, b: number) => DistributionFunctions][] = [
  ["Student's t", studentT],
  ["chi-square", chiSquare],
  ["gamma", gamma],
  ["F", fisherF],
  ["beta", beta],
];

describe.each(DISTRIBUTIONS)("the distribution %s", (name, distribution) => {
  test("has the probability p below its quantile p, and tails there that add up to one", () => {
    fc.assert(
      fc.property(shape, shape, probability, (a, b, p) => {
        const { cdf, sf, quantile } = distribution(a, b);
        const x = quantile(p);
        expect(cdf(x) + sf(x)).toBeCloseTo(1, 12);
        expect(Math.abs(cdf(x) / p - 1)).toBeLessThan(1e-9);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  // Not for beta, whose quantiles crowd at 1, where doubles are coarse.
  if (name !== "beta")
    test("has the probability 1 - p above its quantile p", () => {
      fc.assert(
        fc.property(shape, shape, probability, (a, b, p) => {
          const { sf, quantile } = distribution(a, b);
          expect(Math.abs(sf(quantile(1 - p)) / (1 - (1 - p)) - 1)).toBeLessThan(1e-9);
        }),
        { seed: 1, numRuns: 200 },
      );
    });

  test("has nothing below the least quantile and nothing above the greatest", () => {
    const { cdf, sf, quantile } = distribution(3, 4);
    expect(cdf(quantile(0))).toBe(0);
    expect(sf(quantile(1))).toBe(0);
  });
});

test("quantiles with a million degrees of freedom are precise", () => {
  expect(studentT(999_999).quantile(0.975)).toBeCloseTo(1.9599663568, 9);
  expect(chiSquare(999_999).quantile(0.5) / 999_998.3333334123).toBeCloseTo(1, 12);
});

test("the deviance is 0 where both are equal, and the same from its series as from its definition", () => {
  expect(deviance(7, 7)).toBe(0);
  const series = deviance(1000, 1000.001);
  expect(series / (5e-10 * (1 - 2e-6 / 3))).toBeCloseTo(1, 9);
  expect(deviance(1.22, 1)).toBeCloseTo(1.22 * Math.log(1.22) - 0.22, 15);
});
