// One crash, one recovery: how it ends, and where its time goes. Every duration here is a constant, so the phases are
// known to the microsecond; only the position of the fault in the monitor's cycle is random.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseFault } from "../../../src/core/scenario/choose-fault.ts";
import { runTrial } from "../../../src/study/experiment/crash-trial.ts";
import { DAY, HOUR, MINUTE, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import { PHASES, type Phase, type Trial } from "../../../src/core/measurement/trial.ts";
import type { CrashCampaign, Scenario } from "../../../src/core/scenario/scenario.ts";
import { factsOf, FAULT_KINDS, faultOf, type FaultKind } from "../../../src/core/cluster/fault.ts";
import { scripted } from "../../builders/bench.ts";
import { HOSTS, hardScenario, VMS } from "../../builders/hard-scenario.ts";
import { aScenario, aSite, constant, someSettings, type Plan } from "../../builders/scenario.ts";

const NO_HURRY = { timeout: 3_600_000 };

function campaign(
  fault: FaultKind,
  on: readonly string[],
  more: Partial<CrashCampaign> = {},
  guests: "die" | "survive" = "die",
): CrashCampaign {
  return {
    kind: "crash-campaign",
    trials: 10,
    timeout: (12 * HOUR) as Duration,
    order: "random",
    published: undefined,
    inject: [{ ...faultOf(fault, { guests }), on, weight: 1, lasts: undefined }],
    ...more,
  };
}

function trial(
  fault: FaultKind,
  on: string,
  plan: Plan = {},
  more: Partial<Scenario> = {},
  guests: "die" | "survive" = "die",
): Trial {
  const how = campaign(fault, on === "" ? [] : [on], {}, guests);
  return runTrial(aScenario(how, plan, more), how, 0);
}

/** Seconds by phase, without those in which none were spent, and without `detection`, which is random. */
function phases({ phaseSeconds }: Trial): Partial<Record<Phase, number>> {
  return Object.fromEntries(
    PHASES.map((phase, i) => [phase, phaseSeconds[i]] as const).filter(
      ([phase, spent]) => spent > 0 && phase !== "detection",
    ),
  );
}

/** Three probes, the second and third 5 s after the first was concluded; silence takes 5 s to conclude. */
const CONFIRMATION = 15;
const REBOOT = { confirmation: CONFIRMATION, action: 2, "guest-boot": 20, "service-start": 20, verification: 5 };

describe("a crash is recovered by a reboot, phase by phase, after", () => {
  test.each<[FaultKind, Partial<Record<Phase, number>>]>([
    ["guest-kernel-crash", REBOOT],
    ["domain-killed", REBOOT],
    ["guest-shutdown", { onset: 5, ...REBOOT }],
    ["guest-overload", { onset: 3, ...REBOOT }],
    // A hung service is noticed at once: no patience in the probe that notices it, nor in those that confirm it.
    ["service-hang", { ...REBOOT, confirmation: 10 }],
  ])("%s", (kind, expected) => {
    const result = trial(kind, "gridce");
    expect(result).toMatchObject({
      outcome: "recovered-by-reboot",
      vm: "gridce",
      target: "gridce",
      fault: kind,
      attempts: 1,
      violations: [],
      error: "",
    });
    expect(phases(result)).toEqual(expected);
  });
});

test("detection is from the loss of the service to the first failed probe: up to one interval, and patience", () => {
  const how = campaign("guest-kernel-crash", ["gridce"]);
  for (let index = 0; index < 200; index++) {
    const { phaseSeconds } = runTrial(aScenario(how), how, index);
    expect(phaseSeconds[PHASES.indexOf("detection")]).toBeGreaterThanOrEqual(5);
    expect(phaseSeconds[PHASES.indexOf("detection")]).toBeLessThanOrEqual(20);
  }
});

test("a destroyed boot disk is recovered by a reinstall; the rungs that did not help are kept apart, whole", () => {
  const result = trial("boot-disk-destroyed", "gridce");
  expect(result).toMatchObject({ outcome: "recovered-by-reinstall", attempts: 3 });
  expect(phases(result)).toEqual({
    onset: 5,
    confirmation: CONFIRMATION,
    // 2 s to reboot, 60 s without a sign of life of the guest; 2 s to stop, 2 s to start, 60 s.
    "failed-reboot": 62,
    "failed-restart": 64,
    // 2 s to begin, 10 s of PXE, 10 s of download, 20 s after it.
    action: 42,
    "guest-boot": 20,
    "service-start": 20,
    verification: 5,
  });
});

test("a full disk is recovered by a reinstall: after a reboot and a restart the service still fails", () => {
  const result = trial("disk-full", "gridce");
  expect(result).toMatchObject({ outcome: "recovered-by-reinstall", attempts: 3 });
  expect(phases(result)).toEqual({
    // Noticed at once: the guest answers all the time.
    confirmation: 10,
    // The guest answers within its time, so it is given all of the rung's: 120 s; 2 s to stop.
    "failed-reboot": 120,
    "failed-restart": 122,
    action: 42,
    "guest-boot": 20,
    "service-start": 20,
    verification: 5,
  });
});

test("a rung whose command fails is over at once, and one that hangs when its time is", () => {
  const never: Plan = { actions: { "reboot-vm": { fails: 1 }, "start-vm": { hangs: 1 } }, vms: { gridce: "alfa01" } };
  const result = trial("guest-kernel-crash", "gridce", never);
  expect(result).toMatchObject({ outcome: "recovered-by-reinstall", attempts: 3 });
  expect(phases(result)).toMatchObject({ "failed-reboot": 2, "failed-restart": 122 });
});

describe("a VM that lost its host is recovered by a restart elsewhere; what its host took is kept apart, after", () => {
  test.each(["host-power-loss", "host-broken", "network-cut", "host-reboot"] as const)("%s", (kind) => {
    const result = trial(kind, "alfa01");
    expect(result).toMatchObject({
      outcome: "recovered-by-restart",
      target: "alfa01",
      vm: "gridce",
      attempts: 1,
      violations: [],
    });
    const spent = phases(result);
    expect(spent).toMatchObject({ action: 2, "guest-boot": 20, "service-start": 20, verification: 5 });
    // The fence takes 2 s; the host is found silent before or after its VM, up to one interval apart.
    expect((spent["host-recovery"] ?? 0) + (spent.waiting ?? 0)).toBeLessThanOrEqual(17);
  });

  test("the loss of its virtual layer: by a reboot, when the layer is back", () => {
    const result = trial("virtual-layer-crash", "alfa01");
    expect(result.outcome).toBe("recovered-by-reboot");
    expect(phases(result)["host-recovery"]).toBeGreaterThan(10);
  });
});

test("a VM that answers again when its host does is recovered with its host", () => {
  // The fence fails, so a human checks the host, and reconnects it.
  const result = trial("network-cut", "alfa01", { actions: { "fence-host": { fails: 1 } } });
  expect(result).toMatchObject({ outcome: "recovered-with-host", attempts: 0, violations: [] });
  // An hour until the human comes, ten minutes to check.
  expect(phases(result)["host-recovery"]).toBeGreaterThan(4200);
});

test("a VM that comes back before anything is done about it is recovered by itself", () => {
  const outage = scripted("network-outage", [], 60, { lasts: constant(seconds(12)) });
  const result = trial("provisioning-outage", "", {}, { faults: [outage] });
  expect(result).toMatchObject({ outcome: "recovered-by-itself", attempts: 0, target: "site" });
  expect(result.downtimeSeconds).toBe(12);
});

test("a VM that no rung under its ceiling helps is recovered by a human", () => {
  const result = trial("boot-disk-destroyed", "gridce", { vmSettings: { ceiling: "reboot" } });
  expect(result.outcome).toBe("recovered-by-human");
  // An hour until the human comes, an hour of work. Then it is found where it was, and has a minute to answer.
  expect(phases(result)).toMatchObject({
    "failed-reboot": 122,
    human: 7200,
    action: 2,
    "guest-boot": 20,
    "service-start": 20,
    verification: 5,
  });
});

test("waiting for a free slot under the storm brake is waiting", () => {
  const plan: Plan = { vms: { gridce: "alfa01", gridse: "alfa02" }, settings: { maxConcurrent: 1 } };
  const crashes = [scripted("guest-kernel-crash", "gridse", 1)];
  const result = trial("guest-kernel-crash", "gridce", plan, { faults: crashes });
  expect(result.vm).toBe("gridce");
  expect(phases(result)).toMatchObject({ ...REBOOT, waiting: expect.any(Number) as number });
});

describe("a trial", () => {
  test.each<[FaultKind, string]>([
    ["board-silent", "alfa01"],
    ["board-refuses", "alfa01"],
    ["provisioning-outage", ""],
    ["host-broken", "alfa02"],
  ])("in which no service was lost is unharmed: %s", (kind, on) => {
    expect(trial(kind, on)).toMatchObject({
      outcome: "unharmed",
      recoverySeconds: 0,
      downtimeSeconds: 0,
      phaseSeconds: PHASES.map(() => 0),
    });
  });

  test("whose target is already down, for another reason, injects nothing", () => {
    expect(trial("guest-kernel-crash", "gridce", {}, { faults: [scripted("storage-outage", [], 1)] })).toMatchObject({
      outcome: "not-injected",
      recoverySeconds: 0,
    });
  });

  test("of a virtual layer that crashes alone is unharmed", () => {
    expect(trial("virtual-layer-crash", "alfa01", {}, {}, "survive").outcome).toBe("unharmed");
  });

  test("of a false alarm that does no harm is unharmed, and one that has the VM rebooted is not", () => {
    const disarmed = { operations: [{ at: 0 as never, request: { kind: "disarm" as const } }] };
    expect(trial("monitor-false-alarm", "gridce", {}, disarmed).outcome).toBe("unharmed");
    expect(trial("monitor-false-alarm", "gridce")).toMatchObject({ outcome: "timed-out", recoverySeconds: 12 * 3600 });
  });

  test.each(["network-outage", "storage-outage"] as const)(
    "of an outage that nothing ends is timed out, and its time is the time waited: %s",
    (kind) => {
      const result = trial(kind, "");
      expect(result).toMatchObject({
        outcome: "timed-out",
        recoverySeconds: 12 * 3600,
        downtimeSeconds: 12 * 3600,
        target: "site",
      });
    },
  );

  test("that ends too early for the recovery is timed out", () => {
    const how = campaign("guest-kernel-crash", ["gridce"], { timeout: seconds(30) });
    expect(runTrial(aScenario(how), how, 0)).toMatchObject({
      outcome: "timed-out",
      recoverySeconds: 30,
      downtimeSeconds: 30,
    });
  });

  test("with a defect of ours is an error that says so, and the campaign continues", () => {
    const how = campaign("guest-kernel-crash", ["nobody"]);
    expect(runTrial(aScenario(how), how, 3)).toMatchObject({
      index: 3,
      outcome: "error",
      error: "nobody is named, but does not exist",
      recoverySeconds: 0,
    });
  });

  test("measures the VM that came back last", () => {
    const plan: Plan = {
      vms: { gridce: "alfa01", gridse: "alfa01" },
      settings: { maxConcurrent: 1 },
      vmSettings: { priority: 5 },
    };
    const settings = someSettings(plan);
    const first = { ...settings, vms: settings.vms.map((vm) => ({ ...vm, priority: vm.name === "gridse" ? 9 : 1 })) };
    expect(trial("host-broken", "alfa01", plan, { settings: first }).vm).toBe("gridce");
  });

  test("counts only the downtime that comes after its fault", () => {
    const plan: Plan = { vms: { gridce: "alfa01", gridse: "alfa02" }, site: { crew: { ...aSite().crew, members: 2 } } };
    const how = campaign("board-silent", ["alfa01"]);
    for (let index = 0; index < 20; index++) {
      const result = runTrial(
        aScenario(how, plan, { faults: [scripted("guest-kernel-crash", "gridse", 1)] }),
        how,
        index,
      );
      expect(result.downtimeSeconds).toBeLessThanOrEqual(result.recoverySeconds);
    }
  });
});

const TARGETS = { vm: VMS, host: HOSTS, site: [], monitored: [...VMS, ...HOSTS] };
const SOMETHING = FAULT_KINDS.map((kind) => [kind, TARGETS[factsOf(kind).affects]] as const);

/** All kinds of faults, in a world in which other faults are injected meanwhile. */
function mixed(faultsADay: number): { scenario: Scenario; how: CrashCampaign } {
  const scenario = hardScenario({ seed: "trials", faultsADay });
  const inject = SOMETHING.map(([kind, on], i) => ({
    ...faultOf(kind, { guests: i % 2 === 0 ? "die" : "survive" }),
    on,
    weight: 1 + (i % 3),
    lasts: undefined,
  }));
  return {
    scenario,
    how: {
      kind: "crash-campaign",
      trials: 300,
      timeout: (3 * HOUR) as Duration,
      order: "random",
      published: undefined,
      inject,
    },
  };
}

test(
  "of whatever kind the fault is, phases add up to the recovery, downtime is within it, and no trial is an error",
  NO_HURRY,
  () => {
    const seen = new Set<string>();
    for (const faultsADay of [1, 100]) {
      const { scenario, how } = mixed(faultsADay);
      for (let index = 0; index < how.trials; index++) {
        const result = runTrial(scenario, how, index);
        expect(result.error).toBe("");
        expect(result.phaseSeconds.every((spent) => spent >= 0)).toBe(true);
        expect(result.phaseSeconds.reduce((sum, spent) => sum + spent, 0)).toBeCloseTo(result.recoverySeconds, 5);
        expect(result.downtimeSeconds).toBeLessThanOrEqual(result.recoverySeconds + 1e-9);
        expect(result.recoverySeconds).toBeLessThanOrEqual(3 * 3600);
        if (result.outcome.startsWith("recovered-by-re")) expect(result.attempts).toBeGreaterThan(0);
        expect(result.violations).toEqual([]);
        seen.add(result.fault).add(result.outcome);
      }
    }
    for (const [kind] of SOMETHING) expect(seen).toContain(kind);
    for (const outcome of [
      "recovered-by-reboot",
      "recovered-by-restart",
      "recovered-by-reinstall",
      "timed-out",
      "unharmed",
    ])
      expect(seen).toContain(outcome);
  },
);

test("a trial is the same alone, after others, and in any order", NO_HURRY, () => {
  const { scenario, how } = mixed(50);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 299 }), { minLength: 1, maxLength: 5 }), (indices) => {
      const after = indices.map((index) => runTrial(scenario, how, index));
      const alone = indices
        .toReversed()
        .map((index) => runTrial(scenario, how, index))
        .toReversed();
      expect(after).toEqual(alone);
    }),
    { numRuns: 10 },
  );
});

test("a trial's recovery ends at the latest with its time-out, also in a world without end of faults", () => {
  const how = campaign("host-broken", ["alfa01"], { timeout: MINUTE });
  expect(runTrial(hardScenario({ faultsADay: 500, calmFrom: DAY }), how, 0).recoverySeconds).toBeLessThanOrEqual(60);
});

test("faults that are injected in turn come one after the other, and again", () => {
  const faults: readonly FaultKind[] = ["guest-shutdown", "domain-killed", "host-reboot"];
  const scenario = aScenario(campaign("guest-shutdown", ["gridce"]));
  const how = campaign("guest-shutdown", ["gridce"], {
    order: "round-robin",
    inject: faults.map((kind) => ({
      ...faultOf(kind),
      on: [kind === "host-reboot" ? "alfa01" : "gridce"],
      weight: 1,
      lasts: undefined,
    })),
  });
  expect([0, 1, 2, 3, 4, 5].map((index) => chooseFault(scenario, how, index).kind)).toEqual([...faults, ...faults]);
});
