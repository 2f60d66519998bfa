// On small sites the answers are exact: they are those that trying every placement gives.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alternativesTo } from "../../../src/core/capacity/alternatives.ts";
import { capacityOf, EFFORT, leftDown } from "../../../src/core/capacity/analyse.ts";
import { boundsOf } from "../../../src/core/capacity/bounds.ts";
import { solvable } from "../../../src/core/capacity/solve.ts";
import { subsetCount, subsets } from "../../../src/core/capacity/subsets.ts";
import type { Settings } from "../../../src/core/controller/contract/settings.ts";
import { leastDownByTrial, smallSite } from "./small-sites.ts";

const failuresOf = ({ hosts }: Settings, size: number) => [
  ...subsets(
    hosts.map(({ name }) => name),
    size,
  ),
];

/** The largest number of hosts for which no failure of so many, or fewer, leaves VMs down. */
function borneBy(settings: Settings, down: (failed: readonly string[]) => number): number {
  let size = 0;
  while (size < settings.hosts.length && failuresOf(settings, size + 1).every((failed) => down(failed) === 0)) size++;
  return size;
}

describe("of any small site", () => {
  test("what is possible, and what the controller survives, is what trying everything gives", () => {
    fc.assert(
      fc.property(smallSite, (settings) => {
        const { survives, possible, worst } = capacityOf(settings, EFFORT.thorough);
        const best = borneBy(settings, (failed) => leastDownByTrial(settings, failed));
        const ours = borneBy(settings, (failed) => leftDown(settings, failed));
        expect(possible).toEqual({ atLeast: best, atMost: best });
        expect(survives).toEqual({ atLeast: ours, atMost: ours });
        const most = failuresOf(settings, ours + 1).map((failed) => leftDown(settings, failed));
        expect(worst?.down.length ?? 0).toBe(Math.max(0, ...most));
      }),
      { numRuns: 300 },
    );
  });

  test("what another placement would leave down, and whether moving all helps, likewise", () => {
    fc.assert(
      fc.property(smallSite, (settings) => {
        const { worst } = capacityOf(settings, EFFORT.thorough);
        if (worst === undefined) return;
        const { leastDown, ifAllMoved } = alternativesTo(settings, worst, EFFORT.search);
        const least = Math.min(leastDownByTrial(settings, worst.hosts), worst.down.length);
        expect(leastDown).toEqual({ atLeast: least, atMost: least });
        expect(ifAllMoved).toBe(leastDownByTrial(settings, worst.hosts, true) === 0);
      }),
      { numRuns: 150 },
    );
  });

  test("the bounds without a search hold", () => {
    fc.assert(
      fc.property(smallSite, (settings) => {
        const { atLeast, atMost } = boundsOf(settings);
        const best = borneBy(settings, (failed) => leastDownByTrial(settings, failed));
        expect([atLeast <= best, best <= atMost]).toEqual([true, true]);
        if (settings.together.length === 0)
          expect(borneBy(settings, (failed) => leftDown(settings, failed))).toBeGreaterThanOrEqual(atLeast);
      }),
      { numRuns: 300 },
    );
  });

  test("little effort gives bounds that hold, or says nothing", () => {
    fc.assert(
      fc.property(smallSite, fc.nat(200), (settings, effort) => {
        const { survives, possible } = capacityOf(settings, effort);
        const exact = capacityOf(settings, EFFORT.thorough);
        expect(survives.atLeast).toBeLessThanOrEqual(exact.survives.atLeast);
        expect(survives.atMost).toBeGreaterThanOrEqual(exact.survives.atMost);
        expect(possible.atLeast).toBeLessThanOrEqual(exact.possible.atLeast);
        expect(possible.atMost).toBeGreaterThanOrEqual(exact.possible.atMost);
        const [first] = settings.hosts;
        const answer = solvable(
          settings,
          { failed: [first.name], movers: "of-failed-hosts", without: 0 },
          { left: effort },
        );
        if (answer !== undefined) expect(answer).toBe(leastDownByTrial(settings, [first.name]) === 0);
      }),
      { numRuns: 150 },
    );
  });
});

test("failures of a size are all of that size, each once", () => {
  const all = [...subsets(["a", "b", "c", "d", "e"], 3)].map((each) => each.join(""));
  expect([all.length, new Set(all).size, all[0], all.at(-1)]).toEqual([subsetCount(5, 3), 10, "abc", "cde"]);
  expect([...subsets(["a"], 2)]).toEqual([]);
});
