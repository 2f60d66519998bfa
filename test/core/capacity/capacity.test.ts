// How many hosts may fail, case by case: what a VM stays down for, and what one more host changes.

import { describe, expect, test } from "vitest";
import { alternativesTo } from "../../../src/core/capacity/alternatives.ts";
import { capacityOf, EFFORT, singleFailures } from "../../../src/core/capacity/analyse.ts";
import { capacityInBrief } from "../../../src/core/capacity/in-words.ts";
import { limitsOf } from "../../../src/core/capacity/limits.ts";
import { withOneMore } from "../../../src/core/capacity/one-more.ts";
import type { Settings } from "../../../src/core/controller/contract/settings.ts";
import { GB } from "../../builders/scenario.ts";
import { siteOf } from "./small-sites.ts";

const THREE = { a: 16, b: 16, c: 16 };
const of = (settings: Settings) => capacityOf(settings, EFFORT.thorough);
const wants = (settings: Settings) => of(settings).worst?.down.map(({ vm, want }) => [vm, want]);

describe("a VM that stays down says for want of what", () => {
  test("memory, and how much on the host that comes nearest", () => {
    const site = siteOf({ a: 16, b: 14, c: 12 }, [
      { name: "v", home: "a", gb: 14 },
      { name: "w", home: "b", gb: 4 },
      { name: "x", home: "c", gb: 3 },
    ]);
    expect(wants(site)).toEqual([["v", { kind: "room", host: "b", cpu: 0, memory: 4 * GB, with: [] }]]);
  });

  test("cores", () => {
    const site = siteOf(THREE, [
      { name: "v", home: "a", cpu: 10 },
      { name: "w", home: "b", cpu: 10 },
      { name: "x", home: "c", cpu: 9 },
    ]);
    expect(wants(site)).toContainEqual(["v", { kind: "room", host: "c", cpu: 3, memory: 0, with: [] }]);
  });

  test("its hosts, if all to which it is bound have failed", () => {
    const site = siteOf(THREE, [{ name: "v", home: "a", hosts: ["a"] }]);
    expect(wants(site)).toEqual([["v", { kind: "hosts", hosts: ["a"] }]]);
  });

  test("a host without those from which it must be apart", () => {
    const site = siteOf(
      THREE,
      ["a", "b", "c"].map((home) => ({ name: `on-${home}`, home })),
      { apart: [["on-a", "on-b", "on-c"]] },
    );
    expect(wants(site)).toEqual([["on-a", { kind: "apart", from: ["on-b", "on-c"] }]]);
  });

  test("room for a whole group, though each of it would fit", () => {
    const site = siteOf(
      { a: 16, b: 9, c: 9 },
      [
        { name: "v", home: "a", gb: 8 },
        { name: "w", home: "a", gb: 8 },
      ],
      { together: [["v", "w"]] },
    );
    expect(wants(site)).toEqual([
      ["v", { kind: "room", host: "b", cpu: 0, memory: 7 * GB, with: ["w"] }],
      ["w", { kind: "room", host: "b", cpu: 0, memory: 7 * GB, with: ["v"] }],
    ]);
  });

  test("a host that all of a group may use", () => {
    const site = siteOf(
      THREE,
      [
        { name: "v", home: "a", hosts: ["a", "b"] },
        { name: "w", home: "a", hosts: ["a", "c"] },
      ],
      { together: [["v", "w"]] },
    );
    expect(wants(site)?.[0]).toEqual(["v", { kind: "together", with: ["w"] }]);
  });

  test("a rung that starts it elsewhere", () => {
    const site = siteOf(THREE, [{ name: "v", home: "a", ceiling: "reboot" }]);
    expect(wants(site)).toEqual([["v", { kind: "ceiling", ceiling: "reboot" }]]);
  });

  test("and how many of lower priority run meanwhile", () => {
    const site = siteOf({ a: 16, b: 16 }, [
      { name: "v", home: "a", gb: 10, priority: 9 },
      { name: "w", home: "b", gb: 10, priority: 1 },
    ]);
    expect(of(site).worst?.down).toMatchObject([{ vm: "v", priority: 9, lowerRunning: 1 }]);
  });
});

describe("the controller", () => {
  /** It puts the small VM on the emptier host, where the large one would fit. */
  const greedy = siteOf({ a: 16, b: 12, c: 8 }, [
    { name: "small", home: "a", gb: 4, priority: 2 },
    { name: "large", home: "a", gb: 12, priority: 1 },
    { name: "rest", home: "c", gb: 2 },
  ]);

  test("may leave down what another placement would not: both are told", () => {
    const { survives, possible, worst } = of(greedy);
    expect([survives, possible, worst?.hosts]).toEqual([{ atLeast: 0, atMost: 0 }, { atLeast: 1, atMost: 1 }, ["a"]]);
    expect(worst && alternativesTo(greedy, worst, EFFORT.search).leastDown).toEqual({ atLeast: 0, atMost: 0 });
  });

  test("moves no running VM to make room: what that would allow is told apart", () => {
    const site = siteOf({ a: 12, b: 12, c: 12 }, [
      { name: "v", home: "a", gb: 8 },
      { name: "w", home: "b", gb: 6 },
      { name: "x", home: "c", gb: 6 },
    ]);
    const { survives, worst } = of(site);
    expect([survives.atLeast, worst?.hosts]).toEqual([0, ["a"]]);
    expect(worst && alternativesTo(site, worst, EFFORT.search)).toEqual({
      leastDown: { atLeast: 1, atMost: 1 },
      ifAllMoved: true,
    });
  });
});

describe("single hosts", () => {
  const site = siteOf({ big: 64, mid: 16, tiny: 2 }, [
    { name: "v", home: "big", gb: 20 },
    { name: "w", home: "mid", gb: 4 },
  ]);

  test("are told the gravest first", () => {
    expect(singleFailures(site).map(({ hosts, down }) => [hosts[0], down.length])).toEqual([
      ["big", 1],
      ["mid", 0],
      ["tiny", 0],
    ]);
  });

  test("that can hold no VM are named, and VMs that fit on one host only", () => {
    expect(limitsOf(site)).toEqual({ nowhereElse: ["v"], takeNone: ["mid", "tiny"] });
  });

  test("one more like the largest helps, one like the smallest does not", () => {
    expect(
      withOneMore(site, of(site), EFFORT.glance).map(({ like, survives, down }) => [like, survives.atLeast, down]),
    ).toEqual([
      ["big", 1, 0],
      ["tiny", 0, 1],
    ]);
  });
});

describe("in one line", () => {
  const equal = (hosts: number, vms: number, gb: number) => {
    const names = Array.from({ length: hosts }, (_, i) => `h${i}`);
    return siteOf(
      Object.fromEntries(names.map((name) => [name, 64])),
      names.flatMap((home) => Array.from({ length: vms }, (_, i) => ({ name: `${home}-${i}`, home, gb }))),
    );
  };

  test.each([
    [equal(4, 3, 16), "survives any 1 of 4 hosts; 2 may leave 4 VMs down"],
    [equal(2, 2, 20), "survives the failure of no host; 1 of 2 may leave 1 VM down"],
    [equal(3, 1, 16), "survives any 2 of 3 hosts: one has room for all VMs"],
  ])("case %#", (site, line) => expect(capacityInBrief(of(site))).toBe(line));

  test("a large site of equal hosts is exact without trying all failures", () => {
    const site = equal(60, 3, 16);
    const { survives, worst } = capacityOf(site, EFFORT.glance);
    expect([survives, worst?.complete]).toEqual([{ atLeast: 15, atMost: 15 }, false]);
  });

  test("a large site of unequal hosts is bounded, and says so", () => {
    const even = equal(40, 3, 15);
    const site = { ...even, vms: even.vms.map((vm, i) => ({ ...vm, memory: (5 + ((i * 7) % 15)) * GB })) };
    const { survives } = capacityOf(site, EFFORT.glance);
    expect(survives.atLeast).toBeLessThan(survives.atMost);
    expect(capacityInBrief(capacityOf(site, EFFORT.glance))).toMatch(/^survives any \d+, perhaps \d+, of 40 hosts; /);
  });
});
