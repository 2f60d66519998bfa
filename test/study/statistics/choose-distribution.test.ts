// Distributions chosen for samples.

import { describe, expect, test } from "vitest";
import { distributionMean } from "../../../src/base/random/distribution-facts.ts";
import type { Distribution } from "../../../src/base/random/distribution.ts";
import { streamsOf } from "../../../src/base/random/random-stream.ts";
import { sample } from "../../../src/base/random/sample.ts";
import { seconds, toSeconds } from "../../../src/base/prelude/time.ts";
import { chooseDistribution } from "../../../src/study/statistics/fits/choose-distribution.ts";
import { fitTruncatedNormal } from "../../../src/study/statistics/fits/fit-truncated-normal.ts";
import { fitNormal } from "../../../src/study/statistics/fits/fits.ts";

const streams = streamsOf("choose-distribution", 0);
const of = (distribution: Distribution, n: number, name: string) =>
  Array.from({ length: n }, () => toSeconds(sample(distribution, streams.of(name))));

describe("the distribution chosen for a sample", () => {
  test.each<[Distribution]>([
    [{ kind: "normal", mean: seconds(3), sd: seconds(0.9) }],
    [{ kind: "normal", mean: seconds(1), sd: seconds(0.9) }],
    [{ kind: "exponential", mean: seconds(2) }],
    [{ kind: "gamma", shape: 3, scale: seconds(1) }],
    [{ kind: "lognormal", median: seconds(5), sigma: 0.5 }],
  ])("is the one that it was drawn from, of a large sample: %o", (distribution) => {
    const chosen = chooseDistribution(of(distribution, 2000, JSON.stringify(distribution)), streams.of("p"));
    expect(chosen.distribution.kind).toBe(distribution.kind);
    expect(distributionMean(chosen.distribution) / distributionMean(distribution)).toBeCloseTo(1, 1);
    expect(chosen.fit?.p).toBeGreaterThan(0.01);
  });

  test("of equal times is a constant", () => {
    expect(chooseDistribution([0.3, 0.3, 0.3], streams.of("p"))).toEqual({
      distribution: { kind: "constant", value: seconds(0.3) },
      n: 3,
      fit: null,
      next: null,
    });
  });

  test("is the sample itself if no distribution is near enough, and its quantiles if it has many values", () => {
    const two = of(
      {
        kind: "mixture",
        parts: [
          { weight: 1, distribution: { kind: "constant", value: seconds(1) } },
          { weight: 1, distribution: { kind: "constant", value: seconds(9) } },
        ],
      },
      300,
      "two",
    );
    const { distribution, fit } = chooseDistribution(two, streams.of("p"));
    expect(distribution.kind === "empirical" && distribution.values.length).toBe(100);
    expect(fit?.p).toBeLessThan(0.01);
    expect(toSeconds(seconds(distributionMean(distribution) / 1e6))).toBeCloseTo(
      two.reduce((sum, x) => sum + x, 0) / two.length,
      0,
    );
  });

  test("of times among which there are zeros is one that has them", () => {
    const { distribution } = chooseDistribution([0, 0, 0, 0, 0, 0.25, 0.25, 0.5, 0, 0.25], streams.of("p"));
    expect(["empirical", "exponential"]).toContain(distribution.kind);
  });

  test("fits well with a p-value that is uniform: of 100 samples about 10 have less than 0.1", () => {
    const few = Array.from(
      { length: 100 },
      () =>
        chooseDistribution(of({ kind: "exponential", mean: seconds(2) }, 20, "uniform"), streams.of("p")).fit?.p ?? 0,
    ).filter((p) => p < 0.1).length;
    expect(few).toBeLessThanOrEqual(20);
  });
});

describe("the truncated normal distribution", () => {
  test("far from 0 is the normal distribution", () => {
    const values = of({ kind: "normal", mean: seconds(20), sd: seconds(1) }, 50, "far");
    const [truncated, whole] = [fitTruncatedNormal(values), fitNormal(values)];
    expect(truncated?.parameters.mean).toBeCloseTo(whole?.parameters.mean ?? 0, 9);
    expect(truncated?.logLikelihood).toBeCloseTo(whole?.logLikelihood ?? 0, 9);
  });

  test("near 0 is likelier than any neighbour", () => {
    const values = of({ kind: "normal", mean: seconds(1), sd: seconds(0.8) }, 400, "near");
    const fit = fitTruncatedNormal(values);
    expect(fit?.parameters.mean).toBeGreaterThan(0.7);
    expect(fit?.parameters.mean).toBeLessThan(1.25);
  });

  test("has no fit to times that spread more than it can", () => {
    expect(fitTruncatedNormal([0.001, 0.001, 0.001, 10])).toBeUndefined();
  });
});
