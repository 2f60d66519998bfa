// A replication's tally against the journal of the same run: two accounts of one truth.

import { describe, expect, test } from "vitest";
import { runReplication } from "../../../src/study/experiment/availability-replication.ts";
import { lengthOf, playIncident, type IncidentEnd } from "../../../src/study/experiment/incident.ts";
import { DAY, HOUR, later, seconds, START, toSeconds, type Duration } from "../../../src/base/prelude/time.ts";
import type { Entry } from "../../../src/core/journal/entry.ts";
import type { Tally } from "../../../src/core/measurement/tally.ts";
import type { AvailabilityStudy, Scenario } from "../../../src/core/scenario/scenario.ts";
import { scripted } from "../../builders/bench.ts";
import { recording } from "../../builders/journal.ts";
import { HARD, hardScenario } from "../../builders/hard-scenario.ts";
import { aScenario, constant } from "../../builders/scenario.ts";
import { down } from "../statistics/builders.ts";

const study = (horizon: Duration, warmUp = 0 as Duration): AvailabilityStudy => ({
  kind: "availability",
  replications: 3,
  horizon,
  warmUp,
});
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

function bothAccounts(
  scenario: Scenario,
  horizon: Duration,
  warmUp = 0 as Duration,
): { tally: Tally; incident: IncidentEnd; journal: readonly Entry[] } {
  const { record, end } = recording();
  const incident = playIncident(scenario, { horizon: (warmUp + horizon) as Duration }, record);
  return { tally: runReplication(scenario, study(horizon, warmUp), 0), incident, journal: end() };
}

describe.each(["a", "b", "c"])("a week of seed %s", (seed) => {
  const { tally, incident, journal } = bothAccounts(hardScenario({ ...HARD, seed }), (7 * DAY) as Duration);

  test("has the same outages in the tally and in the journal", () => {
    expect(tally.vms.map(({ outages }) => outages)).toEqual(incident.vms.map(({ outages }) => outages.length));
    tally.vms.forEach(({ downSeconds }, vm) =>
      expect(downSeconds).toBeCloseTo(sum(incident.vms[vm].outages.map(lengthOf)), 5),
    );
    expect(sum(tally.vms.map(({ outages }) => outages))).toBeGreaterThan(50);
  });

  test("divides the downtime of all VMs among causes, and among phases, without rest", () => {
    const all = sum(tally.vms.map(({ downSeconds }) => downSeconds));
    expect(sum(Object.values(tally.downSecondsByCause))).toBeCloseTo(all, 4);
    expect(sum(Object.values(tally.downSecondsByPhase))).toBeCloseTo(all, 4);
    const byCause = new Map<string, number>();
    for (const { outages } of incident.vms)
      for (const outage of outages) byCause.set(outage.cause, (byCause.get(outage.cause) ?? 0) + lengthOf(outage));
    for (const [cause, spent] of byCause) expect(tally.downSecondsByCause[cause]).toBeCloseTo(spent, 4);
    expect(tally.downSecondsByCause["unknown"]).toBeUndefined();
  });

  test("counts every fault that was injected, and every outage that ended", () => {
    expect(tally.incidents).toBe(journal.filter(({ kind }) => kind === "fault-begun").length);
    const ended = incident.vms.flatMap(({ outages }) => outages).filter(({ to }) => to < incident.end);
    expect(tally.recoverySeconds.toSorted()).toEqual(ended.map(lengthOf).toSorted());
    expect(tally.detectSeconds.length).toBeLessThanOrEqual(sum(tally.vms.map(({ outages }) => outages)));
    // None at all where the controller's own fence took the service, and proved it.
    expect(tally.detectSeconds.every((delay) => delay >= 0)).toBe(true);
  });
});

test("the time before the end of the warm-up does not count; of an outage under way then, only its rest does", () => {
  const faults = [
    scripted("guest-kernel-crash", "gridce", 100),
    scripted("network-outage", [], 3590, { lasts: constant(seconds(30)) }),
    scripted("network-outage", [], 5000, { lasts: constant(seconds(10)) }),
  ];
  const scenario = aScenario(study(HOUR), {}, { faults });
  const tally = runReplication(scenario, study(HOUR, HOUR), 0);
  expect(tally.vms).toMatchObject([{ downSeconds: 30, outages: 1, inherited: 1, ended: 1, endedSeconds: 10 }]);
  expect(tally.site).toEqual(tally.vms[0]);
  expect(tally.recoverySeconds).toEqual([10]);
  expect(tally.incidents).toBe(1);
  expect(tally.seconds).toBe(3600);
  expect(tally.downSecondsByCause).toEqual({ "network-outage": 30 });
});

test("an outage that is under way in the end is counted up to there, and is no recovery", () => {
  const scenario = aScenario(study(HOUR), {}, { faults: [scripted("storage-outage", [], 3000)] });
  const tally = runReplication(scenario, study(HOUR), 0);
  expect(tally.vms).toMatchObject([{ downSeconds: 600, outages: 1, ended: 0, endedSeconds: 0 }]);
  expect(tally.recoverySeconds).toEqual([]);
});

test("a site to which nothing happens has no downtime", () => {
  const tally = runReplication(aScenario(study(DAY)), study(DAY), 0);
  expect(tally).toEqual({
    seconds: 86_400,
    site: down(0, 0),
    groups: [],
    vms: [down(0, 0)],
    recoverySeconds: [],
    detectSeconds: [],
    downSecondsByCause: {},
    downSecondsByPhase: {},
    incidents: 0,
    violations: {},
  });
});

test("a replication is the same alone, and after others; another one is another", () => {
  const scenario = hardScenario();
  const all = [0, 1, 2].map((replication) => runReplication(scenario, study(DAY), replication));
  expect(runReplication(scenario, study(DAY), 1)).toEqual(all[1]);
  expect(all[0].vms).not.toEqual(all[1].vms);
});

test("an incident runs the requested replication", () => {
  const scenario = hardScenario();
  const incident = playIncident(scenario, { horizon: DAY, replication: 2 }, () => {});
  expect(incident.vms.map(({ outages }) => outages.length)).toEqual(
    runReplication(scenario, study(DAY), 2).vms.map(({ outages }) => outages),
  );
});

test("the violations of a simulated run are in the tally: none, with a correct controller", () => {
  const { tally, incident } = bothAccounts(hardScenario({ seed: "sound" }), DAY);
  expect([tally.violations, incident.violations]).toEqual([{}, {}]);
  expect(toSeconds(later(START, DAY))).toBe(tally.seconds);
});
