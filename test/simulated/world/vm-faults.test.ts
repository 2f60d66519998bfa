// What each fault of a guest does, and what its end undoes.

import { describe, expect, test } from "vitest";
import { HOUR, seconds } from "../../../src/base/prelude/time.ts";
import { resetDomain, startInstall } from "../../../src/simulated/world/domains.ts";
import { VM_FAULTS } from "../../../src/core/cluster/fault.ts";
import { canBegin } from "../../../src/simulated/world/faults/faults.ts";
import { Stage } from "../../builders/world.ts";

function injected(kind: (typeof VM_FAULTS)[number]): Stage {
  const stage = new Stage();
  stage.begin(kind, stage.vm());
  return stage;
}

/** A hard reset of the only guest, and the 40 s that its boot takes. */
function reset(stage: Stage): string {
  for (const domain of stage.vm().domains.slice()) resetDomain(stage.world, domain);
  stage.pass(seconds(40));
  return stage.vm().answering;
}

describe("a guest", () => {
  test("in an orderly shutdown serves for as long as that takes, and then its domain is gone", () => {
    const stage = injected("guest-shutdown");
    stage.pass(seconds(4.9));
    expect(stage.vm().answering).toBe("service");
    stage.pass(seconds(0.1));
    expect(stage.told).toEqual(["5 gridce answers nothing"]);
    expect(stage.vm().domains).toEqual([]);
    expect(stage.vm().cause).toBe("guest-shutdown");
    expect(stage.host()).toMatchObject({ memoryUsed: 0, domains: [] });
  });

  test("under overload serves until it no longer answers, then stays so, and a reset helps", () => {
    const stage = injected("guest-overload");
    stage.pass(seconds(3));
    expect(stage.told).toEqual(["3 gridce answers nothing"]);
    stage.pass(HOUR);
    expect(stage.stageOf()).toBe("overloaded");
    expect(reset(stage)).toBe("service");
  });

  test("with a kernel panic answers nothing at once, keeps its domain, and a reset helps", () => {
    const stage = injected("guest-kernel-crash");
    expect(stage.told).toEqual(["0 gridce answers nothing"]);
    expect(stage.vm().domains).toHaveLength(1);
    expect(reset(stage)).toBe("service");
  });

  test("whose service hangs still answers itself, and a reset helps", () => {
    const stage = injected("service-hang");
    expect(stage.told).toEqual(["0 gridce answers system"]);
    expect(reset(stage)).toBe("service");
  });

  test("whose domain is killed runs nowhere at once", () => {
    const stage = injected("domain-killed");
    expect(stage.told).toEqual(["0 gridce answers nothing"]);
    expect(stage.stageOf()).toBe("off");
  });

  test("whose boot disk is destroyed goes down with its reboot, is stuck, and only an installation helps", () => {
    const stage = injected("boot-disk-destroyed");
    stage.pass(seconds(5));
    expect(stage.told).toEqual(["5 gridce answers nothing"]);
    expect(stage.stageOf()).toBe("stuck");
    expect(reset(stage)).toBe("nothing");
    for (const domain of stage.vm().domains.slice()) resetDomain(stage.world, domain);
    expect(stage.stageOf()).toBe("stuck");
  });

  test("boots in the time of its phases: first the guest answers, then its service", () => {
    const stage = injected("guest-kernel-crash");
    reset(stage);
    expect(stage.told).toEqual(["0 gridce answers nothing", "20 gridce answers system", "40 gridce answers service"]);
    expect(stage.vm().cause).toBeNull();
  });
});

test("an installation takes its phases and its download, makes the disk bootable, and boots from it", () => {
  const stage = injected("domain-killed");
  stage.vm().bootable = false;
  startInstall(stage.world, stage.vm(), stage.host());
  stage.pass(HOUR);
  // 10 s before, 1 GB at 100 MB/s, 20 s after, 20 s to the guest, 20 s to the service.
  expect(stage.told.slice(1)).toEqual([
    "40 gridce is installed whole",
    "60 gridce answers system",
    "80 gridce answers service",
  ]);
  expect(stage.vm().bootable).toBe(true);
});

describe("the end of a fault", () => {
  test("lets an overloaded guest serve again", () => {
    const stage = injected("guest-overload");
    stage.pass(seconds(60));
    stage.end("guest-overload", stage.vm());
    expect(stage.told).toEqual(["3 gridce answers nothing", "60 gridce answers service"]);
  });

  test("that comes before the overload has taken the service leaves the guest as it was", () => {
    const stage = injected("guest-overload");
    stage.pass(seconds(1));
    stage.end("guest-overload", stage.vm());
    stage.pass(HOUR);
    expect(stage.told).toEqual([]);
    expect(stage.stageOf()).toBe("serving");
  });

  test("lets a hung service answer again", () => {
    const stage = injected("service-hang");
    stage.end("service-hang", stage.vm());
    expect(stage.told).toEqual(["0 gridce answers system", "0 gridce answers service"]);
  });

  test("does nothing about a guest that was reset meanwhile", () => {
    const stage = injected("service-hang");
    for (const domain of stage.vm().domains) resetDomain(stage.world, domain);
    stage.end("service-hang", stage.vm());
    expect(stage.stageOf()).toBe("booting");
  });

  test.each(["guest-shutdown", "guest-kernel-crash", "boot-disk-destroyed", "domain-killed"] as const)(
    "brings nothing back after %s",
    (kind) => {
      const stage = injected(kind);
      stage.pass(seconds(30));
      stage.end(kind, stage.vm());
      stage.pass(HOUR);
      expect(stage.vm().answering).toBe("nothing");
    },
  );
});

describe("a fault of a VM is injected only into", () => {
  test.each(VM_FAULTS)("a VM that serves: %s", (kind) => {
    const stage = new Stage();
    expect(canBegin(kind, stage.vm())).toBe(true);
    stage.begin("guest-shutdown", stage.vm());
    expect(canBegin(kind, stage.vm())).toBe(false);
    stage.pass(seconds(5));
    expect(canBegin(kind, stage.vm())).toBe(false);
  });
});
