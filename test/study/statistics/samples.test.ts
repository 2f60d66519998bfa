// Moments, intervals, tests and fits of seven small samples, against golden values from scipy (golden/samples.py).

import { describe, expect, test } from "vitest";
import { normal } from "../../../src/base/numerics/distribution-functions.ts";
import { fitAll } from "../../../src/study/statistics/fits/fits.ts";
import { meanInterval, quantileInterval, sdInterval } from "../../../src/study/statistics/intervals/intervals.ts";
import { ksOneSample, ksTwoSample } from "../../../src/study/statistics/tests/kolmogorov.ts";
import { mannWhitney } from "../../../src/study/statistics/tests/mann-whitney.ts";
import { andersonDarling, lilliefors } from "../../../src/study/statistics/tests/normality.ts";
import { moments, quantile } from "../../../src/study/statistics/sample.ts";
import golden from "./golden/samples.json" with { type: "json" };

type Pair = [
  first: SampleName,
  second: SampleName,
  { ks: { statistic: number; exact_p: number }; mann_whitney: { u: number; p: number } },
];
type SampleName = keyof typeof golden.samples;

function relative(found: number | null | undefined, expected: number): number {
  return Math.abs((found ?? NaN) - expected) / Math.abs(expected);
}

describe.each(Object.entries(golden.samples))("of the %s sample,", (_, sample) => {
  const { values } = sample;
  const found = moments(values);
  const { mean, sd } = sample.moments;

  test("mean, deviation, adjusted skewness and excess kurtosis are those of scipy", () => {
    expect(relative(found.mean, mean)).toBeLessThan(1e-12);
    expect(relative(found.sd, sd)).toBeLessThan(1e-12);
    expect(relative(found.skewness, sample.moments.skewness)).toBeLessThan(1e-9);
    expect(relative(found.excessKurtosis, sample.moments.excess_kurtosis)).toBeLessThan(1e-9);
  });

  test("quantiles are those of type 7", () => {
    for (const [p, expected] of sample.moments.quantiles)
      expect(relative(quantile(values, p), expected)).toBeLessThan(1e-12);
  });

  test("the intervals of mean and deviation are Student's and chi-square's", () => {
    meanInterval(values.length, mean, sd).forEach((end, i) =>
      expect(relative(end, sample.moments.mean_interval[i])).toBeLessThan(1e-10),
    );
    sdInterval(values.length, sd).forEach((end, i) =>
      expect(relative(end, sample.moments.sd_interval[i])).toBeLessThan(1e-10),
    );
  });

  test("the interval of the median is that of the binomial distribution", () => {
    expect(quantileInterval(values, 0.5)).toEqual(sample.moments.median_interval);
  });

  test("the p-value of Lilliefors is that of a simulation", () => {
    const result = lilliefors(values);
    expect(relative(result?.statistic, sample.ks_fitted_normal.statistic)).toBeLessThan(1e-10);
    expect(Math.abs((result?.p ?? NaN) - sample.ks_fitted_normal.p)).toBeLessThan(0.005);
  });

  test("the p-value of Anderson and Darling is that of a simulation", () => {
    const result = andersonDarling(values);
    expect(relative(result?.statistic, sample.anderson_darling.statistic)).toBeLessThan(1e-10);
    expect(Math.abs((result?.p ?? NaN) - sample.anderson_darling.p)).toBeLessThan(0.03);
  });

  test("the Kolmogorov-Smirnov test against a distribution is scipy's, and its p-value close to the exact one", () => {
    const result = ksOneSample(values, normal(mean + 0.15 * sd, 1.1 * sd).cdf);
    expect(relative(result.statistic, sample.ks_one_sample.statistic)).toBeLessThan(1e-10);
    expect(relative(result.p, sample.ks_one_sample.p)).toBeLessThan(1e-9);
    expect(Math.abs(result.p - sample.ks_one_sample.exact_p)).toBeLessThan(0.015);
  });

  test("the fits of five distributions have the greatest likelihood", () => {
    const fits = fitAll(values);
    expect(fits).toHaveLength(5);
    for (const { distribution, parameters, logLikelihood, aic } of fits) {
      const expected = sample.fits[distribution];
      Object.values(parameters).forEach((value, i) =>
        expect(relative(value, expected.parameters[i]), distribution).toBeLessThan(1e-8),
      );
      expect(relative(logLikelihood, expected.log_likelihood), distribution).toBeLessThan(1e-10);
      expect(aic).toBe(2 * (expected.parameters.length - logLikelihood));
    }
    const aics = fits.map((fit) => fit.aic);
    expect(aics).toEqual(aics.toSorted((a, b) => a - b));
  });
});

describe.each(golden.pairs as Pair[])("of %s against %s,", (first, second, expected) => {
  const [x, y] = [golden.samples[first].values, golden.samples[second].values];

  test("the Kolmogorov-Smirnov distance is scipy's, and its p-value close to the exact one", () => {
    const result = ksTwoSample(x, y);
    expect(result.statistic).toBeCloseTo(expected.ks.statistic, 12);
    expect(Math.abs(result.p - expected.ks.exact_p)).toBeLessThan(0.01);
  });

  test("Mann and Whitney's U and p-value are scipy's", () => {
    const result = mannWhitney(x, y);
    expect(result.u).toBe(expected.mann_whitney.u);
    expect(relative(result.p, expected.mann_whitney.p)).toBeLessThan(1e-10);
    expect(result.probabilityFirstLarger).toBeCloseTo(result.u / (x.length * y.length), 14);
  });
});
