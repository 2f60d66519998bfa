import { describe, expect, test } from "vitest";
import { Defect } from "../../../src/base/prelude/check.ts";
import type { Tally } from "../../../src/core/measurement/tally.ts";
import { summariseAvailability } from "../../../src/study/statistics/summaries/summarise-availability.ts";
import { down, HEAD, ONE_YEAR, tally } from "./builders.ts";

const NAMES = { groups: ["grid"], vms: ["alfa", "beta"] };
const summarise = (tallies: readonly Tally[]) => summariseAvailability(HEAD, NAMES, tallies);

describe("the summary of an availability study", () => {
  test("says which schema, program, scenario and seed it is of, and how much was simulated", () => {
    expect(summarise([tally(), tally({ seconds: 3 * ONE_YEAR })])).toMatchObject({
      ...HEAD,
      schema: 1,
      experiment: "availability",
      years: 4,
      replications: 2,
    });
  });

  test("has no nines, no outage and an interval up to 1 where no downtime was seen", () => {
    const { site } = summarise([tally(), tally(), tally()]);
    expect(site).toMatchObject({
      availability: 1,
      nines: null,
      outages: 0,
      downtime_seconds_per_year: 0,
      mtbf_seconds: null,
      mttr_seconds: null,
    });
    // Three outages of a day in three years.
    expect(site.availability_ci[0]).toBeCloseTo(1 - 2.9957 / (3 * 365), 6);
    expect(site.availability_ci[1]).toBe(1);
    expect(site.nines_ci[0]).toBeCloseTo(2.5629, 3);
    expect(site.nines_ci[1]).toBeNull();
  });

  test("divides up and down time by outages, over all replications", () => {
    const { site } = summarise([tally({ site: down(1e-4 * ONE_YEAR, 1) }), tally({ site: down(3e-4 * ONE_YEAR, 3) })]);
    expect(site.availability).toBeCloseTo(0.9998, 14);
    expect(site.nines).toBeCloseTo(-Math.log10(2e-4), 12);
    expect(site.downtime_seconds_per_year).toBeCloseTo(2e-4 * ONE_YEAR, 8);
    expect(site.outages).toBe(4);
    expect(site.mttr_seconds).toBeCloseTo(1e-4 * ONE_YEAR, 8);
    expect(site.mtbf_seconds).toBeCloseTo(((2 - 4e-4) * ONE_YEAR) / 4, 5);
    expect(site.availability_ci[0]).toBeLessThan(0.9998);
    expect(site.availability_ci[1]).toBeGreaterThan(0.9998);
  });

  test("takes the length of outages from those that it saw whole, and counts those that began", () => {
    const part = { ...down(1000, 2), inherited: 1, ended: 1, endedSeconds: 100 };
    const { site } = summarise([tally({ site: part })]);
    expect(site).toMatchObject({ outages: 2, mttr_seconds: 100, mtbf_seconds: (ONE_YEAR - 1000) / 2 });
    expect(summarise([tally({ site: { ...part, outages: 0, ended: 0, endedSeconds: 0 } })]).site).toMatchObject({
      outages: 0,
      mttr_seconds: null,
      mtbf_seconds: null,
    });
  });

  test("keeps the digits of nines where the availability has lost them", () => {
    expect(summarise([tally({ site: down(1e-15 * ONE_YEAR, 1) })]).site.nines).toBeCloseTo(15, 12);
  });

  test("of a single replication has an interval too", () => {
    const { site } = summarise([tally({ site: down(100, 1) })]);
    expect(site.nines_ci[0]).toBeGreaterThan(3);
    expect(site.nines_ci[1]).toBeLessThan(8);
  });

  test("says of which units too little was seen", () => {
    const { remarks } = summarise([
      tally({ site: down(100, 3), groups: [down(100, 30)], vms: [down(10, 1), down(0, 0)] }),
    ]);
    expect(remarks).toEqual([
      "fewer than 30 outages were seen of the site, 1 VM: the intervals take them to come independently, with " +
        "exponential lengths, and are too narrow where some are far longer than most",
      "no outage was seen of 1 VM: one is taken to last as long as the longest of any VM, and at least a day",
    ]);
    expect(
      summarise([tally({ site: down(100, 30), groups: [down(100, 30)], vms: [down(1, 30), down(2, 40)] })]).remarks,
    ).toEqual([]);
  });

  test("judges groups and VMs by name, and names the worst VM", () => {
    const summary = summarise([tally({ groups: [down(10, 1)], vms: [down(5, 1), down(8, 2)] })]);
    expect(summary.groups.grid.outages).toBe(1);
    expect(summary.vms.alfa.mttr_seconds).toBe(5);
    expect(summary.vms.beta.mttr_seconds).toBe(4);
    expect(summary.worst_vm).toBe("beta");
    expect(
      [summary.groups.grid, summary.vms.alfa, summary.vms.beta].map((unit) => unit.downtime_by_year.max_seconds),
    ).toEqual([10, 5, 8]);
  });

  test("names the first VM as the worst where all are equal", () => {
    expect(summarise([tally()]).worst_vm).toBe("alfa");
  });

  test("describes the downtime of single years, of all replications together", () => {
    const years = (seconds: number, site: readonly number[]) =>
      tally({ seconds, site: { ...down(40, 2), yearSeconds: site } });
    const { site, downtime_by_year } = summarise([years(3.4 * ONE_YEAR, [30, 10]), years(2 * ONE_YEAR, [20])]);
    expect(downtime_by_year).toBe(site.downtime_by_year);
    expect(downtime_by_year).toMatchObject({ p50_seconds: 10, max_seconds: 30, years_without: 2 });
    expect(downtime_by_year.p90_seconds).toBeCloseTo(26, 12);
    expect(downtime_by_year.p99_seconds).toBeCloseTo(29.6, 12);
    expect(summarise([tally()]).downtime_by_year).toEqual({
      p50_seconds: 0,
      p90_seconds: 0,
      p99_seconds: 0,
      max_seconds: 0,
      years_without: 1,
    });
    expect(summarise([years(0.9 * ONE_YEAR, [])]).downtime_by_year).toEqual({
      p50_seconds: null,
      p90_seconds: null,
      p99_seconds: null,
      max_seconds: null,
      years_without: 0,
    });
  });

  test("describes recoveries and detection times, of all replications together", () => {
    const { recovery, time_to_detect } = summarise([
      tally({ recoverySeconds: [700, 100], detectSeconds: [20] }),
      tally({ recoverySeconds: [400], detectSeconds: [10] }),
    ]);
    expect(recovery).toMatchObject({
      n: 3,
      mean_seconds: 400,
      p50_seconds: 400,
      p95_seconds: 670,
      max_seconds: 700,
      within_10_min: 2 / 3,
    });
    expect(time_to_detect).toEqual({ n: 2, mean_seconds: 15, p95_seconds: 19.5 });
  });

  test("has null for recoveries where there were none, and no shares of downtime", () => {
    const summary = summarise([tally()]);
    expect(summary.recovery).toEqual({
      n: 0,
      mean_seconds: null,
      p50_seconds: null,
      p95_seconds: null,
      p99_seconds: null,
      max_seconds: null,
      within_10_min: null,
      within_10_min_ci: null,
    });
    expect(summary.time_to_detect).toEqual({ n: 0, mean_seconds: null, p95_seconds: null });
    expect(summary.downtime_by_cause).toEqual({});
    expect(summary.downtime_by_phase).toEqual({});
  });

  test("shares the downtime out among causes, the greatest first, and phases, in their order", () => {
    const { downtime_by_cause, downtime_by_phase } = summarise([
      tally({
        downSecondsByCause: { "service-hang": 10, controller: 0 },
        downSecondsByPhase: { action: 5, detection: 5 },
      }),
      tally({ downSecondsByCause: { "host-broken": 30 }, downSecondsByPhase: { detection: 30 } }),
    ]);
    expect(Object.entries(downtime_by_cause)).toEqual([
      ["host-broken", 0.75],
      ["service-hang", 0.25],
    ]);
    expect(Object.entries(downtime_by_phase)).toEqual([
      ["detection", 0.875],
      ["action", 0.125],
    ]);
  });

  test("counts incidents by the year, and violations", () => {
    const summary = summarise([
      tally({ incidents: 3, violations: { "no-vm-runs-twice": 1 } }),
      tally({ incidents: 4, violations: { "no-vm-runs-twice": 2 } }),
    ]);
    expect(summary.incidents_per_year).toBe(3.5);
    expect(summary.violations).toEqual({ "no-vm-runs-twice": 3 });
    expect(summary.first_violation).toBe(0);
    expect(summarise([tally(), tally({ violations: { "no-vm-runs-twice": 1 } })]).first_violation).toBe(1);
    expect(summarise([tally()]).first_violation).toBeNull();
  });

  test("of nothing is a defect", () => {
    expect(() => summarise([])).toThrow(Defect);
  });
});
