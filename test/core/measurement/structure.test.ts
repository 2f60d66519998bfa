// From VMs to groups to the site: against counting by hand, and against a second, simpler way to count.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Structure } from "../../../src/core/measurement/structure.ts";
import { later, seconds, START, YEAR, type Instant } from "../../../src/base/prelude/time.ts";
import type { Group, SiteSpec } from "../../../src/core/cluster/site.ts";
import { aSite } from "../../builders/scenario.ts";

const NAMES = ["a", "b", "c", "d"] as const;

function site(groups: readonly Group[]): SiteSpec {
  return aSite({ vms: Object.fromEntries(NAMES.map((name) => [name, "alfa01"])), site: { groups } });
}

const at = (time: number): Instant => later(START, seconds(time));

describe("a site", () => {
  test("without groups needs every VM", () => {
    const structure = new Structure(site([]));
    structure.change(0, false, at(10));
    structure.change(1, false, at(20));
    structure.change(0, true, at(30));
    structure.change(1, true, at(50));
    expect(structure.tallies(START, at(100)).site).toMatchObject({ downSeconds: 40, outages: 1 });
  });

  test("with groups needs each that is in no other, and no VM outside them", () => {
    const structure = new Structure(
      site([
        { name: "pair", members: ["a", "b"], needs: 1 },
        { name: "all", members: ["pair", "c"], needs: 2 },
      ]),
    );
    structure.change(3, false, at(1));
    structure.change(0, false, at(10));
    expect(structure.tallies(START, at(20)).site).toMatchObject({ downSeconds: 0, outages: 0 });
    structure.change(1, false, at(20));
    structure.change(0, true, at(25));
    expect(structure.tallies(START, at(100))).toMatchObject({
      site: { downSeconds: 5, outages: 1 },
      groups: [
        { downSeconds: 5, outages: 1 },
        { downSeconds: 5, outages: 1 },
      ],
    });
  });

  test("books an outage over the turn of a year on both years", () => {
    const structure = new Structure(site([]));
    structure.change(0, false, (YEAR - seconds(100)) as Instant);
    structure.change(0, true, (YEAR + seconds(300)) as Instant);
    expect(structure.tallies(START, (3 * YEAR) as Instant).site.yearSeconds).toEqual([100, 300]);
  });

  test("books years from where counting begins, and leaves out the last if it is a part of one", () => {
    const structure = new Structure(site([]));
    structure.change(0, false, at(10));
    structure.forget(at(1000));
    structure.change(0, true, at(1060));
    structure.change(0, false, (1.2 * YEAR) as Instant);
    const tallies = structure.tallies(at(1000), (1.5 * YEAR) as Instant);
    expect(tallies.site.yearSeconds).toEqual([60]);
    expect(new Structure(site([])).tallies(START, (0.9 * YEAR) as Instant).site.yearSeconds).toEqual([]);
  });

  test("counts as outages those that began where it counts, and knows the length of those that ended there too", () => {
    const structure = new Structure(site([]));
    structure.change(0, false, at(10));
    structure.forget(at(1000));
    structure.change(0, true, at(1060));
    structure.change(0, false, at(2000));
    structure.change(0, true, at(2007));
    structure.change(0, false, at(2990));
    expect(structure.tallies(at(1000), at(3000)).site).toMatchObject({
      downSeconds: 77,
      outages: 2,
      inherited: 1,
      ended: 1,
      endedSeconds: 7,
    });
  });

  test("books the whole years of each unit, those without any left out", () => {
    const structure = new Structure(site([]));
    structure.change(1, false, (YEAR - seconds(10)) as Instant);
    structure.change(1, true, (YEAR + seconds(20)) as Instant);
    structure.change(1, false, (3 * YEAR + seconds(4)) as Instant);
    structure.change(1, true, (3 * YEAR + seconds(5)) as Instant);
    structure.change(1, false, (4 * YEAR + seconds(5)) as Instant);
    const { vms } = structure.tallies(START, (4 * YEAR + seconds(9)) as Instant);
    expect(vms[1]).toMatchObject({ downSeconds: 35, yearSeconds: [10, 20, 1] });
  });
});

const someGroups: fc.Arbitrary<Group[]> = fc
  .array(
    fc.record({ members: fc.shuffledSubarray([...NAMES], { minLength: 1 }), nested: fc.boolean(), needs: fc.nat() }),
    { maxLength: 4 },
  )
  .map((groups) =>
    groups.map(({ members, nested, needs }, i) => {
      const all = nested && i > 0 ? [...members, `group${i - 1}`] : members;
      return { name: `group${i}`, members: all, needs: 1 + (needs % all.length) };
    }),
  );

/** Which groups, and whether the site, are up: asked anew each time. */
function upNow(groups: readonly Group[], vmsUp: readonly boolean[]): boolean[] {
  const up = new Map<string, boolean>(NAMES.map((name, i) => [name, vmsUp[i]]));
  for (const { name, members, needs } of groups)
    up.set(name, members.filter((member) => up.get(member) === true).length >= needs);
  const tops = groups.filter(({ name }) => !groups.some(({ members }) => members.includes(name)));
  const site = groups.length === 0 ? vmsUp.every((vmUp) => vmUp) : tops.every(({ name }) => up.get(name) === true);
  return [...groups.map(({ name }) => up.get(name) === true), site];
}

test("whatever the groups and whichever VMs come and go, downtimes and outages are those that a recount gives", () => {
  const someChanges = fc.array(
    fc.record({ wait: fc.integer({ min: 0, max: 40 * 24 * 3600 }), vm: fc.nat({ max: 3 }) }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(someGroups, someChanges, fc.nat({ max: 40 }), (groups, changes, forgetAfter) => {
      const structure = new Structure(site(groups));
      const up = NAMES.map(() => true);
      const down = [...groups, "site"].map(() => 0);
      const outages = down.map(() => 0);
      let byYear: number[] = [];
      let begin = 0;
      let time = 0;
      changes.forEach(({ wait, vm }, i) => {
        const before = upNow(groups, up);
        count(before, time, time + wait);
        time += wait;
        if (i === forgetAfter) {
          structure.forget(at(time));
          begin = time;
          byYear = [];
          before.forEach((_, unit) => {
            down[unit] = 0;
            outages[unit] = 0;
          });
        }
        up[vm] = !up[vm];
        structure.change(vm, up[vm], at(time));
        upNow(groups, up).forEach((isUp, unit) => (outages[unit] += before[unit] && !isUp ? 1 : 0));
      });
      count(upNow(groups, up), time, time + 1000);
      const tallies = structure.tallies(at(begin), at(time + 1000));
      const units = [...tallies.groups, tallies.site];
      expect(units).toMatchObject(units.map((_, unit) => ({ downSeconds: down[unit], outages: outages[unit] })));
      const years = Math.floor((time + 1000 - begin) / (365 * 24 * 3600));
      expect(tallies.site.yearSeconds).toEqual(
        Array.from({ length: years }, (_, year) => byYear[year] ?? 0).filter((down) => down > 0),
      );

      function count(states: readonly boolean[], from: number, to: number): void {
        states.forEach((isUp, unit) => (down[unit] += isUp ? 0 : to - from));
        if (states[states.length - 1]) return;
        for (let second = from; second < to;) {
          const year = Math.floor((second - begin) / (365 * 24 * 3600));
          const until = Math.min(to, begin + (year + 1) * 365 * 24 * 3600);
          byYear[year] = (byYear[year] ?? 0) + until - second;
          second = until;
        }
      }
    }),
    { numRuns: 300 },
  );
});
