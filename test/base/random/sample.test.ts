import { describe, expect, test } from "vitest";
import { Defect } from "../../../src/base/prelude/check.ts";
import {
  distributionCdf,
  distributionMean,
  distributionVariance,
} from "../../../src/base/random/distribution-facts.ts";
import type { Distribution } from "../../../src/base/random/distribution.ts";
import type { RandomStream } from "../../../src/base/random/random-stream.ts";
import { streamsOf } from "../../../src/base/random/random-stream.ts";
import { sample } from "../../../src/base/random/sample.ts";
import { MAX_DURATION, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import golden from "./golden.json" with { type: "json" };

const CONTINUOUS: readonly (readonly [name: string, distribution: Distribution])[] = [
  ["uniform", { kind: "uniform", low: seconds(2), high: seconds(30) }],
  ["exponential", { kind: "exponential", mean: seconds(3600) }],
  ["normal", { kind: "normal", mean: seconds(181), sd: seconds(10) }],
  ["normal that is cut at 0", { kind: "normal", mean: seconds(5), sd: seconds(5) }],
  ["normal that is cut in half", { kind: "normal", mean: seconds(0), sd: seconds(5) }],
  ["lognormal", { kind: "lognormal", median: seconds(60), sigma: 0.8 }],
  ["weibull with bursts", { kind: "weibull", shape: 0.647, scale: seconds(34380) }],
  ["weibull with ageing", { kind: "weibull", shape: 2.5, scale: seconds(100) }],
  ["gamma", { kind: "gamma", shape: 3.7, scale: seconds(10) }],
  ["gamma of a small shape", { kind: "gamma", shape: 0.4, scale: seconds(10) }],
  [
    "mixture",
    {
      kind: "mixture",
      parts: [
        { weight: 3, distribution: { kind: "exponential", mean: seconds(10) } },
        { weight: 1, distribution: { kind: "normal", mean: seconds(60), sd: seconds(5) } },
      ],
    },
  ],
];
const DISCRETE: readonly (readonly [name: string, distribution: Distribution])[] = [
  ["constant", { kind: "constant", value: seconds(7) }],
  ["empirical", { kind: "empirical", values: [3, 3, 8, 21].map(seconds) }],
];
const N = 40_000;

function draws(distribution: Distribution, n = N): number[] {
  const stream = streamsOf("distributions", 0).of(distribution.kind);
  return Array.from({ length: n }, () => sample(distribution, stream));
}

function moments(values: readonly number[]): { mean: number; variance: number; kurtosis: number } {
  const average = (power: number, around: number) =>
    values.reduce((sum, value) => sum + (value - around) ** power, 0) / values.length;
  const mean = average(1, 0);
  const variance = average(2, mean);
  return { mean, variance, kurtosis: average(4, mean) / variance ** 2 };
}

/** A stream that gives these numbers and counts how many were drawn. */
function scripted(...numbers: number[]): RandomStream & { taken: number } {
  return {
    taken: 0,
    next() {
      return numbers[this.taken++ % numbers.length];
    },
  };
}

describe("a sample of a distribution", () => {
  test.each([...CONTINUOUS, ...DISCRETE])("has the stated mean and variance: %s", (_name, distribution) => {
    const { mean, variance, kurtosis } = moments(draws(distribution));
    expect(Math.abs(mean - distributionMean(distribution))).toBeLessThanOrEqual(
      4 * Math.sqrt(distributionVariance(distribution) / N),
    );
    expect(Math.abs(variance - distributionVariance(distribution))).toBeLessThanOrEqual(
      4 * variance * Math.sqrt((kurtosis || 1) / N),
    );
  });

  test.each(CONTINUOUS)("has the stated distribution function: %s", (_name, distribution) => {
    const sorted = draws(distribution).sort((a, b) => a - b) as Duration[];
    let distance = 0;
    sorted.forEach((value, i) => {
      const chance = distributionCdf(distribution, value);
      distance = Math.max(distance, chance - i / N, (i + 1) / N - chance);
    });
    // Exceeded once in 1,800 samples if the distribution is correct.
    expect(distance).toBeLessThan(2 / Math.sqrt(N));
  });

  test.each([...CONTINUOUS, ...DISCRETE])("gives whole microseconds, never negative: %s", (_name, distribution) => {
    for (const value of draws(distribution, 2000)) expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
  });

  // The gamma sampler rejects numbers at the ends, and would reject them for ever.
  test.each([...CONTINUOUS, ...DISCRETE].filter(([, { kind }]) => kind !== "gamma"))(
    "is valid at both ends of what a stream gives: %s",
    (_name, distribution) => {
      const [lowest, highest] = [sample(distribution, scripted(0)), sample(distribution, scripted(1 - 2 ** -53))];
      expect(lowest).toBeGreaterThanOrEqual(0);
      expect(highest).toBeGreaterThanOrEqual(lowest);
      expect(highest).toBeLessThan(MAX_DURATION);
    },
  );
});

describe("drawing takes", () => {
  const takes = (distribution: Distribution) => {
    const stream = scripted(0.3);
    sample(distribution, stream);
    return stream.taken;
  };

  test("no number for a constant", () => {
    expect(takes({ kind: "constant", value: seconds(1) })).toBe(0);
  });

  test.each([...CONTINUOUS, ...DISCRETE].filter(([, { kind }]) => !["constant", "gamma", "mixture"].includes(kind)))(
    "one number for a distribution that is inverted: %s",
    (_name, distribution) => {
      expect(takes(distribution)).toBe(1);
    },
  );

  test("one number for a normal distribution without spread", () => {
    expect(takes({ kind: "normal", mean: seconds(1), sd: seconds(0) })).toBe(1);
  });

  test("one number to choose a part of a mixture, and those of the part", () => {
    const part = (distribution: Distribution): Distribution => ({
      kind: "mixture",
      parts: [{ weight: 1, distribution }],
    });
    expect(takes(part({ kind: "constant", value: seconds(1) }))).toBe(1);
    expect(takes(part({ kind: "exponential", mean: seconds(1) }))).toBe(2);
  });
});

describe("a distribution at its limits", () => {
  test("is bounded by the longest duration", () => {
    expect(sample({ kind: "lognormal", median: seconds(1e9), sigma: 5 }, scripted(0.999))).toBe(MAX_DURATION);
    expect(sample({ kind: "weibull", shape: 0.001, scale: seconds(1e9) }, scripted(0.999))).toBe(MAX_DURATION);
  });

  test("without spread gives its mean or median", () => {
    expect(sample({ kind: "normal", mean: seconds(9), sd: seconds(0) }, scripted(0.1))).toBe(seconds(9));
    expect(sample({ kind: "normal", mean: seconds(0), sd: seconds(0) }, scripted(0))).toBe(0);
    expect(sample({ kind: "lognormal", median: seconds(9), sigma: 0 }, scripted(0.1))).toBe(seconds(9));
  });

  test("without spread jumps from 0 to 1", () => {
    const still: Distribution[] = [
      { kind: "constant", value: seconds(9) },
      { kind: "normal", mean: seconds(9), sd: seconds(0) },
      { kind: "lognormal", median: seconds(9), sigma: 0 },
    ];
    for (const distribution of still) {
      expect([seconds(8.999999), seconds(9)].map((at) => distributionCdf(distribution, at))).toEqual([0, 1]);
      expect([distributionMean(distribution), distributionVariance(distribution)]).toEqual([seconds(9), 0]);
    }
  });

  test("has nothing below 0", () => {
    for (const [, distribution] of CONTINUOUS) expect(distributionCdf(distribution, seconds(0))).toBeCloseTo(0, 15);
  });

  test("never chooses a part with weight 0", () => {
    const [never, always]: Distribution[] = [1, 2].map((value) => ({ kind: "constant", value: seconds(value) }));
    const distribution: Distribution = {
      kind: "mixture",
      parts: [
        { weight: 0, distribution: never },
        { weight: 1, distribution: always },
        { weight: 0, distribution: never },
      ],
    };
    for (const u of [0, 0.5, 1 - 2 ** -53]) expect(sample(distribution, scripted(u))).toBe(seconds(2));
  });

  test("without any part is a defect", () => {
    expect(() => sample({ kind: "empirical", values: [] }, scripted(0.5))).toThrow(Defect);
    expect(() => sample({ kind: "mixture", parts: [] }, scripted(0.5))).toThrow(Defect);
  });

  test("steps by each value's share when it is empirical", () => {
    const distribution: Distribution = { kind: "empirical", values: [3, 3, 8, 21].map(seconds) };
    expect([2, 3, 8, 20, 21].map((at) => distributionCdf(distribution, seconds(at)))).toEqual([0, 0.5, 0.75, 0.75, 1]);
  });
});

describe("the stated moments of a distribution agree with numerical integration", () => {
  test.each(golden.truncatedNormal)(
    "normal(%d, %d) truncated at 0 has mean %d and variance %d",
    (mean, sd, truncatedMean, variance) => {
      const distribution: Distribution = { kind: "normal", mean: seconds(mean), sd: seconds(sd) };
      expect(distributionMean(distribution) / 1e6).toBeCloseTo(truncatedMean, 10);
      expect(distributionVariance(distribution) / 1e12).toBeCloseTo(variance, 9);
    },
  );

  test.each(golden.weibull)("weibull of shape %d has mean %d and variance %d", (shape, mean, variance) => {
    const distribution: Distribution = { kind: "weibull", shape, scale: seconds(1) };
    expect(distributionMean(distribution) / 1e6 / mean).toBeCloseTo(1, 12);
    expect(distributionVariance(distribution) / 1e12 / variance).toBeCloseTo(1, 12);
  });
});
