// Laws of chance as people write them: by place, by name, and back.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Law } from "../../src/prelude/law.ts";
import { HOUR, LONGEST, MINUTE, seconds, type Duration } from "../../src/prelude/time.ts";
import { formatLaw, readLaw } from "../../src/scenario/law-syntax.ts";
import { changed, extended, scenarioOf } from "./small.ts";

const law = (text: string): Law | string => {
  const read = readLaw(text);
  return read.ok ? read.value : read.expected;
};

describe("a law is read by place and by name", () => {
  test.each<[string, string, Law]>([
    ["90s", "constant(value=90s)", { kind: "constant", value: seconds(90) }],
    ["uniform(1s, 2s)", "uniform(high=2s, low=1s)", { kind: "uniform", low: seconds(1), high: seconds(2) }],
    ["exponential(1h)", "exponential(mean=1h)", { kind: "exponential", mean: HOUR }],
    ["normal(16s, 2s)", "normal(sd=2s, mean=16s)", { kind: "normal", mean: seconds(16), sd: seconds(2) }],
    ["lognormal(median=1h, sigma=1.4)", "lognormal( sigma = 1.4 , median = 1h )", { kind: "lognormal", median: HOUR, sigma: 1.4 }],
    ["weibull(0.7, 1h)", "weibull(scale=1h, shape=0.7)", { kind: "weibull", shape: 0.7, scale: HOUR }],
    ["gamma(2, 1m)", "gamma(shape=2, scale=1m)", { kind: "gamma", shape: 2, scale: MINUTE }],
    ["empirical(1s, 2s, 2s)", "empirical( 1s,2s ,2s )", { kind: "empirical", values: [seconds(1), seconds(2), seconds(2)] }],
    ["mixture(0.9: 10s, 0.1: exponential(1h))", "mixture(0.9:10s,0.1:exponential(mean=1h))", { kind: "mixture", parts: [{ weight: 0.9, law: { kind: "constant", value: seconds(10) } }, { weight: 0.1, law: { kind: "exponential", mean: HOUR } }] }],
  ])("%s", (byPlace, byName, expected) => {
    expect(law(byPlace)).toEqual(expected);
    expect(law(byName)).toEqual(expected);
  });

  test("a lognormal law by its mean has the median mean * exp(-sigma^2 / 2)", () => {
    const median = Math.round(HOUR * Math.exp(-0.5)) as Duration;
    expect(law("lognormal(mean=1h, sigma=1)")).toEqual({ kind: "lognormal", median, sigma: 1 });
    expect(law("lognormal(1h, 1)")).toEqual({ kind: "lognormal", median, sigma: 1 });
  });
});

describe("what is wrong with a law is told", () => {
  test.each([
    ["nomal(1s, 2s)", 'there is no law "nomal" (did you mean "normal"?); known are constant, uniform, exponential, normal, lognormal, weibull, gamma, empirical, mixture'],
    ["normal(1s)", "normal(1s): sd missing; expected mean, sd"],
    ["normal(1s, 2s, 3s)", "normal(1s, 2s, 3s): too many arguments; expected mean, sd"],
    ["normal(mean=1s, maen=2s)", 'normal(mean=1s, maen=2s): unknown argument "maen" (did you mean "mean"?); expected mean, sd'],
    ["normal(1s, mean=2s)", "normal(1s, mean=2s): mean is given twice"],
    ["normal(16, 2s)", "16 has no unit: write 16s, 16ms, 16m, 16h or 16d"],
    ["normal(-1s, 2s)", '"-1s" is negative: a duration is not'],
    ["exponential(0s)", '"0s" is no time at all: expected more than 0'],
    ["uniform(2s, 1s)", "uniform(2s, 1s): low is above high"],
    ["weibull(0, 1s)", '"0": shape is a number above 0, without unit'],
    ["gamma(2s, 1s)", '"2s": shape is a number above 0, without unit'],
    ["lognormal(1h, )", "lognormal(1h, ): sigma is a number from 0 on, without unit"],
    ["lognormal(1h, 1e999)", "lognormal(1h, 1e999): sigma is a number from 0 on, without unit"],
    ["lognormal(1s, 9)", "lognormal(1s, 9): sigma is so large that half of all draws are no time at all"],
    ["empirical()", "empirical(): expected at least one duration"],
    ["mixture()", "mixture(): expected at least one weight: law"],
    ["mixture(10s)", "mixture(10s): expected weight: law, as mixture(0.9: 10s, 0.1: 2h)"],
    ["mixture(0: 10s)", '"0": a weight is a number above 0, without unit'],
    ["mixture(1: nomal(1s, 1s))", 'there is no law "nomal" (did you mean "normal"?); known are constant, uniform, exponential, normal, lognormal, weibull, gamma, empirical, mixture'],
    ["normal(1s, 2s", '"normal(1s, 2s" is no duration: write a number and a unit (ms, s, m, h, d, y), as 90s or 1h30m'],
  ])("%s", (text, message) => {
    expect(law(text)).toBe(message);
  });
});

test("a law that is written and read again is the same law", () => {
  const time = fc.integer({ min: 1, max: LONGEST }).map((value) => value as Duration);
  const number = fc.double({ min: 1e-9, max: 1e25, noNaN: true });
  const simple = fc.oneof(
    time.map((value): Law => ({ kind: "constant", value })),
    fc.tuple(time, time).map(([a, b]): Law => ({ kind: "uniform", low: Math.min(a, b) as Duration, high: Math.max(a, b) as Duration })),
    time.map((mean): Law => ({ kind: "exponential", mean })),
    fc.tuple(time, time).map(([mean, sd]): Law => ({ kind: "normal", mean, sd })),
    fc.tuple(time, number).map(([median, sigma]): Law => ({ kind: "lognormal", median, sigma })),
    fc.tuple(fc.constantFrom("weibull" as const, "gamma" as const), number, time).map(([kind, shape, scale]): Law => ({ kind, shape, scale })),
    fc.array(time, { minLength: 1, maxLength: 5 }).map((values): Law => ({ kind: "empirical", values })),
  );
  const any = fc.oneof(simple, fc.array(fc.record({ weight: number, law: simple }), { minLength: 1, maxLength: 3 }).map((parts): Law => ({ kind: "mixture", parts })));
  fc.assert(fc.property(any, (written) => {
    expect(law(formatLaw(written))).toEqual(written);
  }));
});

describe("the commas of a law are its own", () => {
  test("inside flow mappings", () => {
    const { site } = scenarioOf(extended("actions: { stop-vm: { takes: normal(2s, 0.3s), fails: 0.5 }, start-vm: { takes: mixture(0.9: 10s, 0.1: lognormal(mean=4h, sigma=1.4)) } }"));
    expect(site.actions["stop-vm"]).toMatchObject({ takes: { kind: "normal", mean: seconds(2), sd: seconds(0.3) }, fails: 0.5 });
    expect(site.actions["start-vm"].takes).toMatchObject({ kind: "mixture", parts: [{ weight: 0.9 }, { weight: 0.1, law: { kind: "lognormal", sigma: 1.4 } }] });
  });
  test("in block mappings and in quotes", () => {
    const quoted = scenarioOf(changed("{ system: 20s }", '\n        system: "mixture(0.5: normal(1s, 2s), 0.5: 3s)"'));
    const plain = scenarioOf(changed("{ system: 20s }", "\n        system: mixture(0.5: normal(1s, 2s), 0.5: 3s)"));
    expect(quoted.site).toEqual(plain.site);
    expect(plain.site.guestTypes.node.boot[0].takes.kind).toBe("mixture");
  });
  test("and texts with parentheses stay as they are", () => {
    expect(scenarioOf(extended("description: as told (first, then second) by somebody(a, b: c)")).description).toBe("as told (first, then second) by somebody(a, b: c)");
  });
});
