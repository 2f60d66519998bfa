// The invariants of the world: each is violated here once, on purpose, and detected.

import { describe, expect, test } from "vitest";
import { HOUR } from "../../../src/base/prelude/time.ts";
import { hasRoom, moveDomain, startDomain, startInstall } from "../../../src/simulated/world/domains.ts";
import { checkDiskIdle } from "../../../src/simulated/world/invariants.ts";
import { switchOff } from "../../../src/simulated/world/hosts.ts";
import { GB } from "../../builders/scenario.ts";
import { Stage } from "../../builders/world.ts";

describe("it is a violation", () => {
  test("that a VM runs twice, also on one and the same host", () => {
    const stage = new Stage();
    startDomain(stage.world, stage.vm(), stage.host());
    expect(stage.violations).toEqual(["no-vm-runs-twice"]);
  });

  test("that a host is overfilled, by a start and by a migration", () => {
    const stage = new Stage({ vms: { gridce: "alfa01", gridse: "alfa01", bdii: "alfa02" }, hostMemory: 8 * GB });
    expect(hasRoom(stage.host("alfa01"), stage.vm("bdii"))).toBe(false);
    const [domain] = stage.vm("bdii").domains;
    moveDomain(stage.world, domain, stage.host("alfa01"));
    expect(stage.violations).toEqual(["no-host-is-overfilled"]);
  });

  test("that a domain is started on a host that is off", () => {
    const stage = new Stage();
    switchOff(stage.world, stage.host("alfa02"), "controller");
    switchOff(stage.world, stage.host("alfa01"), "controller");
    startDomain(stage.world, stage.vm(), stage.host("alfa02"));
    expect(stage.violations).toEqual(["no-domain-without-power"]);
  });

  test("that a disk is erased while its VM runs", () => {
    const stage = new Stage();
    checkDiskIdle(stage.world, stage.vm());
    expect(stage.violations).toEqual(["no-disk-is-erased-in-use"]);
  });
});

test("a correct start, installation and migration violate nothing", () => {
  const stage = new Stage();
  moveDomain(stage.world, stage.vm().domains[0], stage.host("alfa02"));
  switchOff(stage.world, stage.host("alfa02"), "controller");
  checkDiskIdle(stage.world, stage.vm());
  startInstall(stage.world, stage.vm(), stage.host("alfa01"));
  stage.pass(HOUR);
  expect(stage.vm().answering).toBe("service");
  expect(stage.violations).toEqual([]);
});

test("a VM serves during its migration", () => {
  const stage = new Stage();
  moveDomain(stage.world, stage.vm().domains[0], stage.host("alfa02"));
  expect(stage.told).toEqual([]);
  expect(stage.host("alfa01")).toMatchObject({ domains: [], memoryUsed: 0 });
  expect(stage.host("alfa02").domains).toHaveLength(1);
});
