// What ends a command in the simulated world before its time is over: the death of what performs it, and a later
// command for the same VM, wherever that works.

import { describe, expect, test } from "vitest";
import { ACTION_KINDS, ACTIONS, type ActionKind } from "../../../src/core/cluster/actions.ts";
import { HOUR, seconds } from "../../../src/base/prelude/time.ts";
import { Bench, scripted, type BenchPlan } from "../../builders/bench.ts";
import { orderOf } from "../../builders/order.ts";
import { constant } from "../../builders/scenario.ts";

/** gridce serves on alfa01; this action takes two minutes, longer than a host or its layer needs to be back. */
function slow(kind: ActionKind, fault: BenchPlan["faults"]): Bench {
  return new Bench({ actions: { [kind]: { takes: constant(seconds(120)) } }, faults: fault ?? [] });
}

describe("the death of its host", () => {
  const onTheHost = ACTION_KINDS.filter((kind) => ACTIONS[kind].performedBy !== "board");

  test.each(onTheHost)("ends %s, also if the host is back before its time is over; nothing is reported", (kind) => {
    const at = slow(kind, [scripted("host-reboot", "alfa01", 5)]);
    at.pass(seconds(4));
    const command = at.order(orderOf(kind));
    at.pass(HOUR);
    expect(at.host().answering).toBe("service");
    expect(at.outcomeOf(command)).toBeUndefined();
    expect(at.runsOn()).toEqual([]);
    expect(at.vm().bootable).toBe(true);
  });

  test("ends no command that its board performs", () => {
    const at = slow("fence-host", [scripted("host-power-loss", "alfa01", 5)]);
    const fence = at.order({ kind: "fence-host", host: "alfa01" });
    at.pass(HOUR);
    expect(at.outcomeOf(fence)).toEqual({ kind: "done" });
  });

  test("ends an installation without a word, even if a command ordered that death", () => {
    const at = new Bench();
    const install = at.order(orderOf("reinstall-vm"));
    at.pass(seconds(20));
    at.order({ kind: "fence-host", host: "alfa01" });
    at.pass(HOUR);
    expect(at.outcomeOf(install)).toBeUndefined();
    expect(at.vm().bootable).toBe(false);
  });

  test("ends a migration that leads to it: the VM stays, and its host reports that", () => {
    const at = slow("migrate-vm", [scripted("host-reboot", "alfa02", 5)]);
    const migration = at.order(orderOf("migrate-vm"));
    at.pass(HOUR);
    expect(at.outcomeOf(migration)).toEqual({ kind: "failed", reason: "alfa02 died" });
    expect(at.endOf(migration)).toBe(120);
    expect(at.runsOn()).toEqual(["alfa01"]);
    expect(at.vm().answering).toBe("service");
  });
});

describe("the end of its host's virtual layer", () => {
  const byTheLayer = ACTION_KINDS.filter((kind) => ACTIONS[kind].performedBy === "layer");

  test.each(byTheLayer)("leaves %s in vain, also if the layer is back before its time is over", (kind) => {
    const at = slow(kind, [scripted("virtual-layer-hang", "alfa01", 5)]);
    const command = at.order(orderOf(kind));
    at.pass(seconds(10));
    at.order({ kind: "restart-layer", host: "alfa01" });
    at.pass(HOUR);
    expect(at.outcomeOf(command)).toMatchObject({ kind: "undelivered" });
    expect(at.endOf(command)).toBe(120);
    expect(at.runsOn()).toEqual(["alfa01"]);
    expect(at.vm().answering).toBe("service");
  });

  test("ends no restart of the layer", () => {
    const at = slow("restart-layer", [scripted("virtual-layer-hang", "alfa01", 5)]);
    const restart = at.order({ kind: "restart-layer", host: "alfa01" });
    at.pass(HOUR);
    expect(at.outcomeOf(restart)).toEqual({ kind: "done" });
    expect(at.host().layer).toBe("up");
  });
});

describe("a later command for the VM", () => {
  test("ends a migration, on whichever host it is given", () => {
    for (const host of ["alfa01", "alfa02"]) {
      const at = slow("migrate-vm", []);
      const migration = at.order(orderOf("migrate-vm"));
      at.pass(seconds(30));
      const stop = at.order({ kind: "stop-vm", vm: "gridce", host });
      at.pass(HOUR);
      expect(at.outcomeOf(stop)).toEqual({ kind: "done" });
      expect(at.outcomeOf(migration)).toBeUndefined();
      expect(at.runsOn()).toEqual(host === "alfa01" ? [] : ["alfa01"]);
    }
  });

  test("ends an installation, which then reports nothing", () => {
    const at = new Bench();
    const install = at.order(orderOf("reinstall-vm"));
    at.pass(seconds(20));
    const stop = at.order(orderOf("stop-vm"));
    at.pass(HOUR);
    expect(at.outcomeOf(stop)).toEqual({ kind: "done" });
    expect(at.outcomeOf(install)).toBeUndefined();
  });
});
