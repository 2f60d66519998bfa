// Recovery times whose distributions are known: if all durations are constants, only the position in the monitor's
// cycle is random. Constant parts have to be exact, to the microsecond; random parts are tested at a level of 99.9 %.

import { describe, expect, test } from "vitest";
import { runReplication } from "../../src/study/experiment/availability-replication.ts";
import { runTrial } from "../../src/study/experiment/crash-trial.ts";
import { DAY, HOUR, seconds, YEAR, type Duration } from "../../src/base/prelude/time.ts";
import { PHASES, type Phase, type Trial } from "../../src/core/measurement/trial.ts";
import type { AvailabilityStudy } from "../../src/core/scenario/scenario.ts";
import { meanInterval } from "../../src/study/statistics/intervals/intervals.ts";
import { ksOneSample } from "../../src/study/statistics/tests/kolmogorov.ts";
import { moments } from "../../src/study/statistics/sample.ts";
import type { Fault } from "../../src/core/cluster/fault.ts";
import { aCampaign, aScenario, exponential, someSettings, type Plan } from "../builders/scenario.ts";

const LEVEL = 0.999;
const TRIALS = 1000;

function trials(fault: Parameters<typeof aCampaign>[0], on: string, plan: Plan = {}): Trial[] {
  const campaign = aCampaign(fault, on);
  const scenario = aScenario(campaign, plan);
  return Array.from({ length: TRIALS }, (_, index) => runTrial(scenario, campaign, index));
}

const spent = ({ phaseSeconds }: Trial, phase: Phase): number => phaseSeconds[PHASES.indexOf(phase)];

/** Compares the values with a distribution on [0, length]. No value may be outside of it. */
function expectDistribution(values: readonly number[], length: number, cdf: (x: number) => number): void {
  const sorted = Float64Array.from(values).sort();
  expect(sorted[0]).toBeGreaterThanOrEqual(0);
  expect(sorted[sorted.length - 1]).toBeLessThanOrEqual(length);
  expect(ksOneSample(sorted, cdf).p).toBeGreaterThan(1 - LEVEL);
}

const toMicrosecond = (value: number): number => Math.round(value * 1e6) / 1e6;

describe("a silent VM is confirmed down after the rest of an interval, `fall` - 1 retries, and patience twice", () => {
  test.each([
    [15, 5, 3],
    [60, 10, 5],
    [30, 20, 2],
    [10, 5, 1],
  ])("interval %i s, retry %i s, fall %i", (interval, retry, fall) => {
    const probes = { ...someSettings().probes, interval: seconds(interval), retry: seconds(retry), fall };
    const all = trials("guest-kernel-crash", "gridce", { settings: { probes } });
    for (const trial of all) expect(spent(trial, "confirmation")).toBe(fall === 1 ? 0 : (fall - 1) * retry + 5);
    expectDistribution(
      all.map((trial) => toMicrosecond(spent(trial, "detection") - 5)),
      interval,
      (x) => x / interval,
    );
  });
});

test("a VM of a lost host is back after the rest of an interval, the later of two probes, and all steps", () => {
  // Host and VM are each probed every 15 s; the fence waits until both are confirmed. Then: two more probes 5 s apart,
  // each of the three concluded after 5 s; 2 s to fence, 2 s to start, 20 s to boot, 20 s to serve.
  const sum = 5 + 5 + 5 + 5 + 2 + 2 + 20 + 20;
  const all = trials("host-power-loss", "alfa01");
  expect(new Set(all.map(({ outcome }) => outcome))).toEqual(new Set(["recovered-by-restart"]));
  expectDistribution(
    all.map((trial) => toMicrosecond(trial.downtimeSeconds - sum)),
    15,
    (x) => (x / 15) * (x / 15),
  );
  for (const trial of all) {
    expect(toMicrosecond(trial.recoverySeconds - trial.downtimeSeconds)).toBe(5);
    expect([
      spent(trial, "action"),
      spent(trial, "guest-boot"),
      spent(trial, "service-start"),
      spent(trial, "verification"),
    ]).toEqual([2, 20, 20, 5]);
  }
});

test("the availability under independent outages of network and store is the product of the two", () => {
  const outage = (kind: "network-outage" | "storage-outage", up: number, down: number): Fault => ({
    kind,
    on: [],
    together: false,
    when: { kind: "every", distribution: exponential(up as Duration) },
    lasts: exponential(down as Duration),
    lastsEach: false,
  });
  const study: AvailabilityStudy = {
    kind: "availability",
    replications: 40,
    horizon: YEAR,
    warmUp: (30 * DAY) as Duration,
  };
  // A controller that hardly ever probes does not act: every service comes back by itself.
  const settings = { probes: { interval: DAY, retry: DAY, fall: 5, rise: 1 }, patience: YEAR };
  const scenario = aScenario(
    study,
    { settings, vms: { gridce: "alfa01", gridse: "alfa02" } },
    { faults: [outage("network-outage", 5 * DAY, 6 * HOUR), outage("storage-outage", 3 * DAY, 10 * HOUR)] },
  );
  const up = Array.from({ length: study.replications }, (_, replication) => {
    const { site, seconds: counted } = runReplication(scenario, study, replication);
    return 1 - site.downSeconds / counted;
  });
  const exact = (120 / 126) * (72 / 82);
  const { n, mean, sd } = moments(up);
  const [low, high] = meanInterval(n, mean ?? NaN, sd ?? NaN, LEVEL);
  expect(high - low).toBeLessThan(0.02);
  expect(exact).toBeGreaterThan(low);
  expect(exact).toBeLessThan(high);
});
