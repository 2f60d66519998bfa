// The key promise of the simulated driver: a run that skips the probes that cannot matter, and a run that makes them
// all, write the same journal, byte for byte, for all faults, lost and lying probes, and settings of the
// controller.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { ProbeSettings } from "../../../src/core/controller/contract/settings.ts";
import { playIncident } from "../../../src/study/experiment/incident.ts";
import { DAY, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import { journalLine } from "../../../src/core/journal/write-journal.ts";
import type { Scenario } from "../../../src/core/scenario/scenario.ts";
import { hardScenario, type Hardness } from "../../builders/hard-scenario.ts";
import { recording } from "../../builders/journal.ts";
import { someSettings, type Plan } from "../../builders/scenario.ts";

const NO_HURRY = { timeout: 3_600_000 };
/** More with RUNS=1000 in the environment. */
const RUNS = Number(process.env["RUNS"] ?? 12);

function journal(scenario: Scenario, days: number, everyProbe: boolean): string[] {
  const { record, end } = recording();
  playIncident(scenario, { horizon: (days * DAY) as Duration }, record, everyProbe);
  return end().map(journalLine);
}

/** The first line in which two journals differ, with what came before; undefined where they are the same. */
function difference(skipping: readonly string[], probing: readonly string[]): readonly string[] | undefined {
  const at = probing.findIndex((line, i) => line !== skipping[i]);
  if (at < 0 && skipping.length === probing.length) return undefined;
  const first = at < 0 ? probing.length : at;
  return [
    ...probing.slice(Math.max(0, first - 3), first),
    `skipping: ${skipping[first]}`,
    `probing: ${probing[first]}`,
  ];
}

const chance = (max: number) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.double({ min: 0.0005, max, noNaN: true }) },
  );

const someHardness: fc.Arbitrary<Partial<Hardness>> = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }).map(String),
  loss: chance(0.05),
  lie: chance(0.2),
  fails: chance(0.2),
  hangs: chance(0.1),
  silent: chance(0.1),
  faultsADay: fc.integer({ min: 1, max: 60 }),
  faults: fc.constantFrom<Hardness["faults"]>("random", "scripted"),
  crewMembers: fc.integer({ min: 1, max: 3 }),
});

const someProbes: fc.Arbitrary<ProbeSettings> = fc
  .record({
    interval: fc.constantFrom(5, 10, 15, 60),
    retry: fc.constantFrom(5, 6, 15),
    fall: fc.integer({ min: 1, max: 4 }),
    rise: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ interval, retry, fall, rise }) => ({ interval: seconds(interval), retry: seconds(retry), fall, rise }));

/**
 * Whole seconds everywhere, so that deadlines, outcomes and probes coincide more often than by chance.
 */
const somePlan: fc.Arbitrary<Plan> = fc
  .record({ probes: someProbes, hostProbes: someProbes, guestWithin: fc.boolean() })
  .map(({ probes, hostProbes, guestWithin }) => ({
    settings: {
      probes,
      hostProbes,
      ladder: someSettings().ladder.map((rung) => (guestWithin ? rung : { ...rung, guestWithin: undefined })),
    },
  }));

test("skipping and probing write the same journal, for any seed, faults, losses, lies and settings", NO_HURRY, () => {
  let entries = 0;
  fc.assert(
    fc.property(someHardness, somePlan, (hardness, plan) => {
      const scenario = hardScenario(hardness, plan);
      const skipping = journal(scenario, 2, false);
      entries += skipping.length;
      expect(difference(skipping, journal(scenario, 2, true))).toBeUndefined();
    }),
    { numRuns: RUNS },
  );
  expect(entries).toBeGreaterThan(RUNS * 200);
});

test.each(["random", "scripted"] as const)(
  "skipping and probing write the same journal of four weeks of %s faults",
  NO_HURRY,
  (faults) => {
    const scenario = hardScenario({ faults, calmFrom: (14 * DAY) as Duration });
    const skipping = journal(scenario, 28, false);
    expect(skipping.length).toBeGreaterThan(20_000);
    for (const kind of ["event", "command", "fault-begun", "domain-started", "host-off"])
      expect(skipping.some((line) => line.startsWith(`{"kind":"${kind}"`))).toBe(true);
    expect(difference(skipping, journal(scenario, 28, true))).toBeUndefined();
  },
);
