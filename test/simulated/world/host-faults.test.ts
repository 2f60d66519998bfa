// What each fault of a host, of what all share, and of the monitor does, and what its end undoes.

import { describe, expect, test } from "vitest";
import { HOUR, seconds } from "../../../src/base/prelude/time.ts";
import { startDomain } from "../../../src/simulated/world/domains.ts";
import { boardAnswers, boardRefuses, switchOff, switchOn } from "../../../src/simulated/world/hosts.ts";
import { attend, repairHost, repairVm } from "../../../src/simulated/world/repair.ts";
import { canBegin } from "../../../src/simulated/world/faults/faults.ts";
import { aSite, type Plan } from "../../builders/scenario.ts";
import { Stage } from "../../builders/world.ts";

const startsWithPower: Plan = { site: { hosts: aSite().hosts.map((host) => ({ ...host, startsWithPower: true })) } };
const boardSharesPower: Plan = { site: { hosts: aSite().hosts.map((host) => ({ ...host, boardSharesPower: true })) } };

describe("a host", () => {
  test("that is switched on boots, then starts its virtual layer; no VM comes back by itself", () => {
    const stage = new Stage();
    switchOff(stage.world, stage.host(), "controller");
    expect(switchOn(stage.world, stage.host())).toBe(true);
    stage.pass(HOUR);
    expect(stage.told).toEqual([
      "0 gridce answers nothing",
      "0 alfa01 answers nothing",
      "60 alfa01 answers system",
      "70 alfa01 answers service",
    ]);
    expect(stage.vm().domains).toEqual([]);
  });

  test("that is switched on twice boots once", () => {
    const stage = new Stage();
    switchOff(stage.world, stage.host(), "controller");
    switchOn(stage.world, stage.host());
    stage.pass(seconds(30));
    switchOn(stage.world, stage.host());
    stage.pass(seconds(40));
    expect(stage.host().answering).toBe("service");
  });

  test("that is switched off while it boots does not come up", () => {
    const stage = new Stage();
    switchOff(stage.world, stage.host(), "controller");
    switchOn(stage.world, stage.host());
    stage.pass(seconds(65));
    switchOff(stage.world, stage.host(), "controller");
    stage.pass(HOUR);
    expect(stage.host()).toMatchObject({ system: "off", layer: "down", answering: "nothing" });
  });

  test("that loses its power is off with all that ran on it, and cannot be switched on", () => {
    const stage = new Stage();
    stage.begin("host-power-loss", stage.host());
    expect(stage.told).toEqual(["0 gridce answers nothing", "0 alfa01 answers nothing"]);
    expect(stage.vm()).toMatchObject({ domains: [], cause: "host-power-loss" });
    expect(switchOn(stage.world, stage.host())).toBe(false);
  });

  test("stays off when its power comes back, and can be switched on then", () => {
    const stage = new Stage();
    stage.begin("host-power-loss", stage.host());
    stage.end("host-power-loss", stage.host());
    stage.pass(HOUR);
    expect(stage.host().system).toBe("off");
    expect(switchOn(stage.world, stage.host())).toBe(true);
  });

  test("that starts with its power boots when that comes back", () => {
    const stage = new Stage(startsWithPower);
    stage.begin("host-power-loss", stage.host());
    stage.end("host-power-loss", stage.host());
    stage.pass(seconds(70));
    expect(stage.host().answering).toBe("service");
  });

  test("that starts with its power is not started by power that was never lost", () => {
    const stage = new Stage(startsWithPower);
    stage.begin("host-power-loss", stage.host());
    repairHost(stage.world, stage.host());
    stage.pass(HOUR);
    switchOff(stage.world, stage.host(), "controller");
    stage.end("host-power-loss", stage.host());
    expect(stage.host().system).toBe("off");
  });

  test("that reboots by itself loses its VMs and comes back without them", () => {
    const stage = new Stage();
    stage.begin("host-reboot", stage.host());
    stage.pass(seconds(70));
    expect(stage.told).toEqual([
      "0 gridce answers nothing",
      "0 alfa01 answers nothing",
      "60 alfa01 answers system",
      "70 alfa01 answers service",
    ]);
    expect(stage.vm()).toMatchObject({ domains: [], cause: "host-reboot" });
  });

  test("that is broken is off and cannot be switched on until it is whole", () => {
    const stage = new Stage();
    stage.begin("host-broken", stage.host());
    expect(switchOn(stage.world, stage.host())).toBe(false);
    stage.end("host-broken", stage.host());
    expect(stage.host().system).toBe("off");
    expect(switchOn(stage.world, stage.host())).toBe(true);
  });

  test("whose virtual layer crashes still answers itself, and its VMs die with the layer", () => {
    const stage = new Stage();
    stage.begin("virtual-layer-crash", stage.host());
    expect(stage.told).toEqual(["0 gridce answers nothing", "0 alfa01 answers system"]);
    expect(stage.vm().cause).toBe("virtual-layer-crash");
  });

  test("whose virtual layer crashes alone keeps its VMs serving", () => {
    const stage = new Stage();
    stage.begin("virtual-layer-crash", stage.host(), { guests: "survive" });
    expect(stage.told).toEqual(["0 alfa01 answers system"]);
    expect(stage.vm().answering).toBe("service");
  });
});

describe("a host that is cut off", () => {
  test("continues to run with its VMs, which cannot be reached until the cut is repaired", () => {
    const stage = new Stage();
    stage.begin("network-cut", stage.host());
    expect(stage.told).toEqual(["0 alfa01 answers nothing", "0 gridce answers nothing"]);
    expect(stage.stageOf()).toBe("serving");
    expect(stage.host()).toMatchObject({ system: "up", layer: "up" });
    stage.end("network-cut", stage.host());
    expect(stage.told.slice(2)).toEqual(["0 alfa01 answers service", "0 gridce answers service"]);
  });

  test("and whose VM is also started elsewhere has it running twice, which is a violation", () => {
    const stage = new Stage();
    stage.begin("network-cut", stage.host());
    startDomain(stage.world, stage.vm(), stage.host("alfa02"));
    expect(stage.violations).toEqual(["no-vm-runs-twice"]);
    expect(stage.vm().domains.map(({ host, copy }) => [host.spec.name, copy])).toEqual([
      ["alfa01", 0],
      ["alfa02", 1],
    ]);
    stage.pass(seconds(40));
    expect(stage.vm().answering).toBe("service");
  });

  test("can be fenced all the same: the board has its own network", () => {
    const stage = new Stage();
    stage.begin("network-cut", stage.host());
    expect(boardAnswers(stage.world, stage.host())).toBe(true);
  });
});

describe("a management board", () => {
  test("that is silent answers again when all its silences have ended", () => {
    const stage = new Stage();
    const answers = () => boardAnswers(stage.world, stage.host());
    stage.begin("board-silent", stage.host());
    stage.begin("board-silent", stage.host());
    stage.end("board-silent", stage.host());
    expect(answers()).toBe(false);
    stage.end("board-silent", stage.host());
    expect(answers()).toBe(true);
    expect(stage.told).toEqual([]);
  });

  test("that refuses still answers, does not refuse what is already so, and obeys when its refusals have ended", () => {
    const stage = new Stage();
    const refuses = (to: "on" | "off") => boardRefuses(stage.host(), to);
    stage.begin("board-refuses", stage.host());
    stage.begin("board-refuses", stage.host());
    expect([boardAnswers(stage.world, stage.host()), refuses("off"), refuses("on")]).toEqual([true, true, false]);
    stage.end("board-refuses", stage.host());
    expect(refuses("off")).toBe(true);
    stage.end("board-refuses", stage.host());
    expect(refuses("off")).toBe(false);
  });

  test.each([
    [boardSharesPower, false],
    [{}, true],
  ])("answers without the host's power only if it has its own", (plan, answers) => {
    const stage = new Stage(plan);
    stage.begin("host-power-loss", stage.host());
    expect(boardAnswers(stage.world, stage.host())).toBe(answers);
  });

  test("is out of reach while the network is out", () => {
    const stage = new Stage();
    stage.begin("network-outage", null);
    expect(boardAnswers(stage.world, stage.host())).toBe(false);
  });
});

describe("an outage of what all share", () => {
  test("of the network silences every host and VM, until the last of overlapping ones has ended", () => {
    const stage = new Stage();
    stage.begin("network-outage", null);
    stage.begin("network-outage", null);
    expect(stage.told).toEqual(["0 alfa01 answers nothing", "0 alfa02 answers nothing", "0 gridce answers nothing"]);
    expect(stage.vm().cause).toBe("network-outage");
    stage.end("network-outage", null);
    expect(stage.vm().answering).toBe("nothing");
    stage.end("network-outage", null);
    expect(stage.vm().answering).toBe("service");
    expect(stage.vm().cause).toBeNull();
  });

  test("of the store silences VMs and no host; they answer again when it is back", () => {
    const stage = new Stage();
    stage.begin("storage-outage", null);
    expect(stage.told).toEqual(["0 gridce answers nothing"]);
    stage.end("storage-outage", null);
    expect(stage.vm().answering).toBe("service");
  });

  test("of both ends when both have ended", () => {
    const stage = new Stage();
    stage.begin("storage-outage", null);
    stage.begin("network-outage", null);
    stage.end("storage-outage", null);
    expect(stage.vm().answering).toBe("nothing");
    stage.end("network-outage", null);
    expect(stage.vm().answering).toBe("service");
  });

  test("of the provisioning server takes no service away", () => {
    const stage = new Stage();
    stage.begin("provisioning-outage", null);
    expect(stage.told).toEqual([]);
  });
});

test("a false alarm does not change the truth, and ends with the last of overlapping ones", () => {
  const stage = new Stage();
  stage.begin("monitor-false-alarm", stage.vm());
  stage.begin("monitor-false-alarm", stage.vm());
  stage.end("monitor-false-alarm", stage.vm());
  expect(stage.told).toEqual(Array(3).fill("0 probes of gridce are lost"));
  stage.end("monitor-false-alarm", stage.vm());
  expect(stage.told.at(-1)).toBe("0 probes of gridce arrive");
  expect(stage.vm().answering).toBe("service");
});

test.each(["network-cut", "host-power-loss", "host-broken", "host-reboot", "virtual-layer-crash"] as const)(
  "%s is injected only into a healthy host",
  (kind) => {
    const stage = new Stage();
    expect(canBegin(kind, stage.host())).toBe(true);
    stage.begin("virtual-layer-crash", stage.host());
    expect(canBegin(kind, stage.host())).toBe(false);
  },
);

describe("humans", () => {
  test.each(["host-broken", "host-power-loss", "network-cut"] as const)(
    "repair a host, its network and its power, and switch it on, after %s",
    (kind) => {
      const stage = new Stage();
      stage.begin(kind, stage.host());
      stage.begin("board-silent", stage.host());
      stage.begin("board-refuses", stage.host());
      repairHost(stage.world, stage.host());
      stage.pass(seconds(70));
      expect(stage.host().answering).toBe("service");
      expect(boardAnswers(stage.world, stage.host())).toBe(true);
      stage.end(kind, stage.host());
      stage.end("board-silent", stage.host());
      stage.end("board-refuses", stage.host());
      expect(stage.host().answering).toBe("service");
      expect(stage.host()).toMatchObject({ cuts: 0, boardSilences: 0, boardRefusals: 0 });
    },
  );

  test("make a VM's disk bootable again and leave starting it to the controller", () => {
    const stage = new Stage();
    stage.begin("boot-disk-destroyed", stage.vm());
    stage.pass(HOUR);
    repairVm(stage.world, stage.vm());
    stage.pass(HOUR);
    expect(stage.stageOf()).toBe("stuck");
    expect(stage.vm().bootable).toBe(true);
  });

  test("who are asked for proof of death reconnect a host that is only cut off, and its VMs continue to run", () => {
    const stage = new Stage();
    stage.begin("network-cut", stage.host());
    expect(attend(stage.world, stage.host())).toBe("alive");
    expect(stage.host()).toMatchObject({ system: "up", cuts: 0, answering: "service" });
    expect(stage.host().domains).toHaveLength(1);
  });

  test("who are asked for proof of death leave hosts alone during a network outage", () => {
    const stage = new Stage();
    stage.begin("network-outage", null);
    expect(attend(stage.world, stage.host())).toBe("alive");
    expect(stage.host().domains).toHaveLength(1);
  });

  test("who are asked for proof of death make sure that a host which hangs is off", () => {
    const stage = new Stage();
    stage.begin("virtual-layer-crash", stage.host(), { guests: "survive" });
    expect(attend(stage.world, stage.host())).toBe("dead");
    expect(stage.host()).toMatchObject({ system: "off", domains: [], feed: true });
  });
});
