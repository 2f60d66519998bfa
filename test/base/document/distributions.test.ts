// Distributions as people write them: arguments by position, by name, and printed again.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distributionMean } from "../../../src/base/random/distribution-facts.ts";
import type { Distribution } from "../../../src/base/random/distribution.ts";
import { HOUR, MAX_DURATION, MINUTE, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import { formatDistribution } from "../../../src/base/document/distribution/format-distribution.ts";
import { readDistribution } from "../../../src/base/document/distribution/distribution-syntax.ts";
import { changed, extended, problemsOf, scenarioOf, SMALL } from "../../core/scenario/small.ts";

const distribution = (text: string): Distribution | string => {
  const read = readDistribution(text);
  return read.ok ? read.value : read.expected;
};

describe("a distribution is read with arguments by position and by name", () => {
  test.each<[string, string, Distribution]>([
    ["90s", "constant(value=90s)", { kind: "constant", value: seconds(90) }],
    ["uniform(1s, 2s)", "uniform(high=2s, low=1s)", { kind: "uniform", low: seconds(1), high: seconds(2) }],
    ["exponential(1h)", "exponential(mean=1h)", { kind: "exponential", mean: HOUR }],
    ["normal(16s, 2s)", "normal(sd=2s, mean=16s)", { kind: "normal", mean: seconds(16), sd: seconds(2) }],
    [
      "lognormal(median=1h, sigma=1.4)",
      "lognormal( sigma = 1.4 , median = 1h )",
      { kind: "lognormal", median: HOUR, sigma: 1.4 },
    ],
    ["weibull(0.7, 1h)", "weibull(scale=1h, shape=0.7)", { kind: "weibull", shape: 0.7, scale: HOUR }],
    ["gamma(2, 1m)", "gamma(shape=2, scale=1m)", { kind: "gamma", shape: 2, scale: MINUTE }],
    [
      "empirical(1s, 2s, 2s)",
      "empirical( 1s,2s ,2s )",
      { kind: "empirical", values: [seconds(1), seconds(2), seconds(2)] },
    ],
    [
      "mixture(0.9 * 10s, 0.1 * exponential(1h))",
      "mixture(0.9*10s,0.1*exponential(mean=1h))",
      {
        kind: "mixture",
        parts: [
          { weight: 0.9, distribution: { kind: "constant", value: seconds(10) } },
          { weight: 0.1, distribution: { kind: "exponential", mean: HOUR } },
        ],
      },
    ],
  ])("%s", (byPlace, byName, expected) => {
    expect(distribution(byPlace)).toEqual(expected);
    expect(distribution(byName)).toEqual(expected);
  });

  test("a lognormal distribution by its mean has the median mean * exp(-sigma^2 / 2)", () => {
    const median = Math.round(HOUR * Math.exp(-0.5)) as Duration;
    expect(distribution("lognormal(mean=1h, sigma=1)")).toEqual({ kind: "lognormal", median, sigma: 1 });
    expect(distribution("lognormal(1h, 1)")).toEqual({ kind: "lognormal", median, sigma: 1 });
  });
});

describe("a distribution with a shape may be given by its mean", () => {
  test.each<[string, Distribution]>([
    ["gamma(shape=2, mean=6h)", { kind: "gamma", shape: 2, scale: (3 * HOUR) as Duration }],
    ["weibull(shape=1, mean=10h)", { kind: "weibull", shape: 1, scale: (10 * HOUR) as Duration }],
    // Gamma(1 + 1/0.5) = 2
    ["weibull(mean=10h, shape=0.5)", { kind: "weibull", shape: 0.5, scale: (5 * HOUR) as Duration }],
  ])("%s", (text, expected) => {
    expect(distribution(text)).toEqual(expected);
  });
  test("which is then the mean of what is drawn", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 20, noNaN: true }), fc.constantFrom("weibull", "gamma"), (shape, name) => {
        const read = distribution(`${name}(shape=${shape}, mean=10h)`);
        expect(typeof read === "string" ? NaN : distributionMean(read) / (10 * HOUR)).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe("a distribution may have several names", () => {
  test.each<[string, Distribution]>([
    ["deterministic(5s)", { kind: "constant", value: seconds(5) }],
    ["erlang(k=3, mean=3h)", { kind: "gamma", shape: 3, scale: HOUR }],
    ["erlang(3, 1h)", { kind: "gamma", shape: 3, scale: HOUR }],
    ["exponential(rate=0.5/h)", { kind: "exponential", mean: (2 * HOUR) as Duration }],
    ["exponential(1/1000h)", { kind: "exponential", mean: (1000 * HOUR) as Duration }],
    ["exponential(rate=3 / 30 min)", { kind: "exponential", mean: (10 * MINUTE) as Duration }],
  ])("%s", (text, expected) => {
    expect(distribution(text)).toEqual(expected);
  });
});

describe("an error in a distribution is reported with its position", () => {
  const known =
    "constant, uniform, exponential, normal, lognormal, weibull, gamma, erlang, empirical, mixture, deterministic";
  test.each([
    ["nomal(1s, 2s)", "^", `there is no distribution "nomal" (did you mean "normal"?): expected ${known}`],
    ["normal(1s)", "^", "normal lacks sd: expected mean, sd"],
    ["normal()", "^", "normal lacks mean, sd: expected mean, sd"],
    ["normal(1s, 2s, 3s)", "               ^", "one argument too many: expected mean, sd"],
    [
      "normal(mean=1s, maen=2s)",
      "                ^",
      'there is no argument "maen" (did you mean "mean"?): expected mean, sd',
    ],
    ["normal(1s, mean=2s)", "           ^", "mean is given twice"],
    ["normal(16, 2s)", "       ^", "16 has no unit: write 16s, 16ms, 16m, 16h or 16d"],
    ["normal(-1s, 2s)", "       ^", '"-1s" is negative: a duration is not'],
    ["normal(0.5 * 1s, 2s)", "       ^", "expected name=value: weights belong to a mixture"],
    ["normal(exponential(1s), 2s)", "       ^", "expected a duration, not the distribution exponential(…)"],
    ["exponential(0s)", "            ^", '"0s" is zero: expected more than 0'],
    ["uniform(2s, 1s)", "        ^", "low is above high"],
    ["weibull(0, 1s)", "        ^", '"0": shape is a number above 0, without unit'],
    [
      "weibull(shape=0.001, mean=1s)",
      "              ^",
      "with this shape and mean, the scale is longer than the longest duration",
    ],
    ["gamma(2s, 1s)", "      ^", '"2s": shape is a number above 0, without unit'],
    ["erlang(2.5, 1s)", "       ^", '"2.5": k is a whole number from 1 on'],
    [
      "exponential(rate=0.5)",
      "                 ^",
      '"0.5" is not a rate: write a number above 0 and a time, as 0.001/h or 1/1000h',
    ],
    [
      "exponential(0/h)",
      "            ^",
      '"0/h" is not a rate: write a number above 0 and a time, as 0.001/h or 1/1000h',
    ],
    ["exponential(rate=1e-30/y)", "                 ^", '"1e-30/y": its mean is longer than the longest duration'],
    ["lognormal(1h, )", "              ^", "sigma is a number from 0 on, without unit"],
    ["lognormal(1h, 1e999)", "              ^", "sigma is a number from 0 on, without unit"],
    ["lognormal(1s, 9)", "              ^", "sigma is so large that half of all draws are 0"],
    ["empirical()", "^", "expected at least one duration"],
    ["empirical(value=1s)", "          ^", "empirical takes a list without names"],
    ["mixture()", "^", "expected at least one weight * distribution"],
    ["mixture(10s)", "        ^", "expected weight * distribution, as mixture(0.9 * 10s, 0.1 * 2h)"],
    ["mixture(0 * 10s)", "        ^", '"0": a weight is a number above 0, without unit'],
    [
      "mixture(1 * nomal(1s, 1s))",
      "            ^",
      `there is no distribution "nomal" (did you mean "normal"?): expected ${known}`,
    ],
    ["normal(1s, 2s", "             ^", "the ( is never closed: expected )"],
    ["normal(1s, 2s) 3s", "               ^", "expected nothing after )"],
    ["normal(1s, 2s))", "              ^", '")" is not expected here'],
    ["1s, 2s", "  ^", '"," is not expected here'],
    ["", "^", '"" is not a duration: write a number and a unit (ms, s, m, h, d, y), as 90s or 1h30m'],
  ])("%s", (text, caret, message) => {
    expect(readDistribution(text)).toEqual({ ok: false, expected: message, at: caret.length - 1 });
  });

  test("however deep it nests", () => {
    expect(distribution(`${"mixture(1 * ".repeat(10)}1s${")".repeat(10)}`)).toMatchObject({ kind: "mixture" });
    expect(distribution("mixture(1 * ".repeat(100_000))).toBe("nested too deeply");
  });
});

test("a distribution that is printed and read again is the same", () => {
  const time = fc.integer({ min: 1, max: MAX_DURATION }).map((value) => value as Duration);
  const number = fc.double({ min: 1e-9, max: 1e25, noNaN: true });
  const simple = fc.oneof(
    time.map((value): Distribution => ({ kind: "constant", value })),
    fc.tuple(time, time).map(([a, b]): Distribution => ({
      kind: "uniform",
      low: Math.min(a, b) as Duration,
      high: Math.max(a, b) as Duration,
    })),
    time.map((mean): Distribution => ({ kind: "exponential", mean })),
    fc.tuple(time, time).map(([mean, sd]): Distribution => ({ kind: "normal", mean, sd })),
    fc.tuple(time, number).map(([median, sigma]): Distribution => ({ kind: "lognormal", median, sigma })),
    fc
      .tuple(fc.constantFrom("weibull" as const, "gamma" as const), number, time)
      .map(([kind, shape, scale]): Distribution => ({ kind, shape, scale })),
    fc.array(time, { minLength: 1, maxLength: 5 }).map((values): Distribution => ({ kind: "empirical", values })),
  );
  const any = fc.oneof(
    simple,
    fc
      .array(fc.record({ weight: number, distribution: simple }), { minLength: 1, maxLength: 3 })
      .map((parts): Distribution => ({ kind: "mixture", parts })),
  );
  fc.assert(
    fc.property(any, (written) => {
      expect(distribution(formatDistribution(written))).toEqual(written);
    }),
  );
});

describe("a distribution is written", () => {
  test("in quotes inside flow mappings", () => {
    const { site } = scenarioOf(
      extended(
        "actions: { stop-vm: { takes: 'normal(2s, 0.3s)', fails: 0.5 }, " +
          "start-vm: { takes: 'mixture(0.9 * 10s, 0.1 * lognormal(mean=4h, sigma=1.4))' } }",
      ),
    );
    expect(site.actions["stop-vm"]).toMatchObject({
      takes: { kind: "normal", mean: seconds(2), sd: seconds(0.3) },
      fails: 0.5,
    });
    expect(site.actions["start-vm"].takes).toMatchObject({
      kind: "mixture",
      parts: [{ weight: 0.9 }, { weight: 0.1, distribution: { kind: "lognormal", sigma: 1.4 } }],
    });
  });
  test("with and without quotes in block mappings", () => {
    const quoted = scenarioOf(
      changed("{ system: 20s }", '\n        system: "mixture(0.5 * normal(1s, 2s), 0.5 * 3s)"'),
    );
    const plain = scenarioOf(changed("{ system: 20s }", "\n        system: mixture(0.5 * normal(1s, 2s), 0.5 * 3s)"));
    expect(quoted.site).toEqual(plain.site);
    expect(plain.site.guestTypes.node.boot[0].takes.kind).toBe("mixture");
  });
  test("and other texts with parentheses stay as they are", () => {
    expect(scenarioOf(extended('description: "as told (first, then second) by somebody(a, b: c)"')).description).toBe(
      "as told (first, then second) by somebody(a, b: c)",
    );
  });
});

describe("a range of names is written in quotes", () => {
  test("inside flow mappings and lists, for hosts, VMs, groups and faults", () => {
    const ranges = SMALL.replace("    left: {", "    h: { cpu: 4, memory: 8GB }\n    left: {")
      .replace(/ {4}web: .*\n {4}mail: .*\n/, "")
      .replace(
        "  vms:\n",
        "  vms: { 'w[1..4]': { home: ['h[1..2]'], cpu: 1, memory: 1GB } }\n" +
          "  groups: { g: { members: ['w[1..3]', w4], needs: 2 } }\n",
      );
    const { site, faults } = scenarioOf(
      ranges.replace(/ {2}hosts:\n( {4}.*\n)+/, "  hosts: { 'h[1..2]': { cpu: 4, memory: 8GB } }\n") +
        "faults: [{ kind: service-hang, target: ['w[2..3]'], at: 1s }]\n",
    );
    expect(site.hosts.map(({ name }) => name)).toEqual(["h1", "h2"]);
    expect(site.vms.map(({ name, home }) => [name, home])).toEqual([
      ["w1", "h1"],
      ["w2", "h2"],
      ["w3", "h1"],
      ["w4", "h2"],
    ]);
    expect(site.groups).toEqual([{ name: "g", members: ["w1", "w2", "w3", "w4"], needs: 2 }]);
    expect(faults[0].on).toEqual(["w2", "w3"]);
  });
  test("and its names are resolved", () => {
    expect(problemsOf(changed("home: left", "home: ['left[1..2]']"))).toEqual([
      'x.yaml:12:19: there is no host left1 (did you mean "left"?)',
      'x.yaml:12:19: there is no host left2 (did you mean "left"?)',
    ]);
  });
});

describe("an error in a distribution has its position inside the text", () => {
  test.each([
    [
      "in a flow mapping",
      extended("actions: { stop-vm: { takes: 'normal(2s, 0.3)' } }"),
      "x.yaml:16:42: 0.3 has no unit: write 0.3s, 0.3ms, 0.3m, 0.3h or 0.3d",
    ],
    [
      "in a mapping by lines",
      changed("{ system: 20s }", "\n        system: normal(2s, sdd=1s)"),
      'x.yaml:9:28: there is no argument "sdd" (did you mean "sd"?): expected mean, sd',
    ],
    [
      "in quotes",
      changed("{ system: 20s }", '{ system: "normal(2s, sdd=1s)" }'),
      'x.yaml:8:35: there is no argument "sdd" (did you mean "sd"?): expected mean, sd',
    ],
    [
      "over several lines only at its beginning",
      changed("{ system: 20s }", "\n        system: normal(2s,\n          sdd=1s)"),
      'x.yaml:9:17: there is no argument "sdd" (did you mean "sd"?): expected mean, sd',
    ],
  ])("%s", (_, text, said) => {
    expect(problemsOf(text)).toEqual([said]);
  });
});
