// Every kind of fault in the catalogue, in the simulated world: each has an effect, begins and ends as recorded
// here, and is ended by what the catalogue says.

import { describe, expect, test } from "vitest";
import { factsOf, FAULT_KINDS, VM_FAULTS, type FaultKind, type VmFault } from "../../../src/core/cluster/fault.ts";
import type { Ending } from "../../../src/core/cluster/fault-catalogue.ts";
import { HOUR, seconds } from "../../../src/base/prelude/time.ts";
import { endDomain, resetDomain, startDomain, startInstall } from "../../../src/simulated/world/domains.ts";
import { repairVm } from "../../../src/simulated/world/repair.ts";
import { Stage } from "../../builders/world.ts";

/** Seconds since it began, the subject, and what happens to it if nobody does anything for five minutes. */
const TOLD: Readonly<Record<FaultKind, readonly string[]>> = {
  "guest-shutdown": ["5 gridce answers nothing"],
  "guest-overload": ["3 gridce answers nothing"],
  "guest-kernel-crash": ["0 gridce answers nothing"],
  "service-hang": ["0 gridce answers system"],
  "boot-disk-destroyed": ["5 gridce answers nothing"],
  "disk-full": ["0 gridce answers system"],
  "domain-killed": ["0 gridce answers nothing"],
  "virtual-layer-crash": ["0 gridce answers nothing", "0 alfa01 answers system"],
  "virtual-layer-hang": ["0 alfa01 answers system"],
  "host-power-loss": ["0 gridce answers nothing", "0 alfa01 answers nothing"],
  "host-reboot": [
    "0 gridce answers nothing",
    "0 alfa01 answers nothing",
    "60 alfa01 answers system",
    "70 alfa01 answers service",
  ],
  "host-broken": ["0 gridce answers nothing", "0 alfa01 answers nothing"],
  "network-cut": ["0 alfa01 answers nothing", "0 gridce answers nothing"],
  "guest-network-cut": ["0 gridce answers nothing"],
  "store-path-cut": ["0 gridce answers nothing"],
  "board-silent": [],
  "board-refuses": [],
  "network-outage": ["0 alfa01 answers nothing", "0 alfa02 answers nothing", "0 gridce answers nothing"],
  "storage-outage": ["0 gridce answers nothing"],
  "provisioning-outage": [],
  "monitor-false-alarm": ["0 probes of gridce are lost"],
};

function begun(kind: FaultKind): Stage {
  const stage = new Stage();
  stage.begin(kind, stage.targetOf(kind));
  return stage;
}

/** All that is true, but for who is called back when. */
function truth({ world: { hosts, vms, networkOutages, storageOutages, downloads } }: Stage): string {
  const plain = (_key: string, value: unknown) => (value instanceof Object && "vm" in value ? "a domain" : value);
  return JSON.stringify({ hosts, vms, networkOutages, storageOutages, outages: downloads.outages }, plain);
}

describe("a fault of the kind", () => {
  test.each(FAULT_KINDS)("%s can begin in a healthy world, and changes it", (kind) => {
    const well = new Stage();
    expect(well.canBegin(kind, well.targetOf(kind))).toBe(true);
    const before = truth(well);
    const stage = begun(kind);
    stage.pass(seconds(10));
    expect(truth(stage) + stage.told.join()).not.toBe(before);
  });

  test.each(FAULT_KINDS)("%s happens as recorded here", (kind) => {
    const stage = begun(kind);
    stage.pass(seconds(300));
    expect(stage.told).toEqual(TOLD[kind]);
  });

  test.each(FAULT_KINDS)(
    "%s can begin again before it has ended only if the catalogue says that it overlaps",
    (kind) => {
      const stage = begun(kind);
      stage.pass(seconds(10));
      expect(stage.canBegin(kind, stage.targetOf(kind))).toBe(factsOf(kind).overlaps);
    },
  );
});

/** The actions that may end a fault of a guest, weakest first, and the time that each takes. */
const CURES: Partial<Record<Ending, (stage: Stage, kind: VmFault) => void>> = {
  duration: (stage, kind) => stage.end(kind, stage.vm()),
  "fresh-boot": (stage) => {
    for (const domain of stage.vm().domains) resetDomain(stage.world, domain);
    if (stage.vm().domains.length === 0) startDomain(stage.world, stage.vm(), stage.host());
  },
  repair(stage, kind) {
    repairVm(stage.world, stage.vm());
    CURES["fresh-boot"]?.(stage, kind);
  },
  reinstall(stage) {
    for (const domain of stage.vm().domains.slice()) endDomain(stage.world, domain, "stopped");
    startInstall(stage.world, stage.vm(), stage.host());
  },
};

function helps(kind: VmFault, cure: Ending): boolean {
  const stage = begun(kind);
  stage.pass(seconds(60));
  CURES[cure]?.(stage, kind);
  stage.pass(HOUR);
  return stage.vm().answering === "service";
}

describe("what ends a fault of a guest is what the catalogue says:", () => {
  test.each(VM_FAULTS)("%s", (kind) => {
    const { endedBy } = factsOf(kind);
    expect(helps(kind, "duration")).toBe(endedBy.includes("duration"));
    expect(helps(kind, "fresh-boot")).toBe(endedBy.includes("fresh-boot"));
    expect(helps(kind, "repair")).toBe(endedBy.includes("fresh-boot") || endedBy.includes("repair"));
    expect(helps(kind, "reinstall")).toBe(true);
  });
});
