// The key promise of the simulated driver: a run that skips the probes that cannot matter, and a run that makes them
// all, write the same journal, byte for byte, for all faults, lost and lying probes, and settings of the
// controller.

import fc from "fast-check";
import { expect, test } from "vitest";
import { faultOf, type Fault } from "../../../src/core/cluster/fault.ts";
import { playIncident } from "../../../src/study/experiment/incident.ts";
import { DAY, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import { journalLine } from "../../../src/core/journal/write-journal.ts";
import type { Scenario } from "../../../src/core/scenario/scenario.ts";
import { anyScenario, HORIZON } from "../../builders/any-scenario.ts";
import { hardScenario, HOSTS, VMS } from "../../builders/hard-scenario.ts";
import { exponential } from "../../builders/scenario.ts";
import { recording } from "../../builders/journal.ts";

const NO_HURRY = { timeout: 3_600_000 };
/** More with RUNS=1000 in the environment. */
const RUNS = Number(process.env["RUNS"] ?? 12);

function journal(scenario: Scenario, horizon: Duration, everyProbe: boolean): string[] {
  const { record, end } = recording();
  playIncident(scenario, { horizon }, record, everyProbe);
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

test("skipping and probing write the same journal, for any seed, faults, losses, lies and settings", NO_HURRY, () => {
  let entries = 0;
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const skipping = journal(scenario, HORIZON, false);
      entries += skipping.length;
      expect(difference(skipping, journal(scenario, HORIZON, true))).toBeUndefined();
    }),
    { numRuns: RUNS },
  );
  expect(entries).toBeGreaterThan(RUNS * 200);
});

test("skipping and probing write the same journal where late answers overtake silence", NO_HURRY, () => {
  const late: Fault = {
    ...faultOf("monitor-false-alarm", { delay: seconds(40) }),
    on: [...VMS, ...HOSTS],
    together: false,
    when: { kind: "every", distribution: exponential(seconds(100)) },
    lasts: exponential(seconds(20)),
    lastsEach: false,
  };
  for (const seed of ["1", "2", "3"]) {
    const probes = { interval: seconds(6), retry: seconds(6), fall: 2, rise: 2 };
    const hard = hardScenario({ seed, faultsADay: 1500 }, { settings: { probes, hostProbes: probes } });
    const site = { ...hard.site, probing: { ...hard.site.probing, patience: seconds(6) } };
    const scenario = { ...hard, site, faults: [...hard.faults, late] };
    expect(difference(journal(scenario, HORIZON, false), journal(scenario, HORIZON, true))).toBeUndefined();
  }
});

test.each(["random", "scripted"] as const)(
  "skipping and probing write the same journal of four weeks of %s faults",
  NO_HURRY,
  (faults) => {
    const scenario = hardScenario({ faults, calmFrom: (14 * DAY) as Duration });
    const skipping = journal(scenario, (28 * DAY) as Duration, false);
    expect(skipping.length).toBeGreaterThan(20_000);
    for (const kind of ["event", "command", "fault-begun", "domain-started", "host-off"])
      expect(skipping.some((line) => line.startsWith(`{"kind":"${kind}"`))).toBe(true);
    expect(difference(skipping, journal(scenario, (28 * DAY) as Duration, true))).toBeUndefined();
  },
);
