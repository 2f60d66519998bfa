// Scripted fates of commands, and VMs that start by themselves: what a scenario says of single things.

import { describe, expect, test } from "vitest";
import type { FateSpec } from "../../../src/core/cluster/site.ts";
import type { Outcome } from "../../../src/core/controller/contract/event.ts";
import { HOUR, MINUTE, seconds, START, type Instant } from "../../../src/base/prelude/time.ts";
import { Bench, scripted } from "../../builders/bench.ts";
import { orderOf } from "../../builders/order.ts";
import { aSite, constant } from "../../builders/scenario.ts";

const ANY: FateSpec = {
  command: "start-vm",
  vm: undefined,
  host: undefined,
  to: undefined,
  from: START,
  until: undefined,
  nth: undefined,
  outcome: "works",
  effect: false,
  takes: undefined,
};

const fated = (...fates: readonly Partial<FateSpec>[]) =>
  new Bench({ site: { fates: fates.map((fate) => ({ ...ANY, ...fate })) } });

function outcomes(at: Bench, ...hosts: readonly string[]): (Outcome["kind"] | undefined)[] {
  return hosts.map((host) => {
    const id = at.order({ kind: "start-vm", vm: "gridce", host });
    at.pass(seconds(10));
    return at.outcomeOf(id)?.kind;
  });
}

/** gridce runs nowhere. */
function stopped(at: Bench): Bench {
  at.order(orderOf("stop-vm"));
  at.pass(seconds(10));
  return at;
}

describe("a scripted fate", () => {
  test("is that of the nth command that fits it, and of no other", () => {
    const at = stopped(fated({ host: "alfa02", nth: 2, outcome: "failed" }));
    expect(outcomes(at, "alfa02", "alfa01", "alfa02", "alfa02")).toEqual(["done", "done", "failed", "done"]);
  });

  test("is that of commands given within its time", () => {
    const at = stopped(
      fated({ from: seconds(20) as number as Instant, until: seconds(40) as number as Instant, outcome: "blocked" }),
    );
    expect(outcomes(at, "alfa01", "alfa01", "alfa01", "alfa01")).toEqual(["done", "blocked", "blocked", "done"]);
  });

  test("that comes first counts, and each counts its own commands", () => {
    const at = stopped(fated({ nth: 1, outcome: "failed" }, { nth: 2, outcome: "undelivered" }));
    expect(outcomes(at, "alfa01", "alfa01", "alfa01")).toEqual(["failed", "undelivered", "done"]);
  });

  test.each([
    ["failed", false, "failed", []],
    ["undelivered", false, "undelivered", []],
    ["blocked", false, "blocked", []],
    ["lost", false, "lost", []],
    ["lost", true, "lost", ["alfa02"]],
    ["silent", false, undefined, ["alfa02"]],
    ["hangs", false, undefined, []],
    ["works", false, "done", ["alfa02"]],
  ] as const)("%s (effect: %s) is reported as %s", (outcome, effect, reported, runsOn) => {
    const at = stopped(fated({ outcome, effect }));
    expect(outcomes(at, "alfa02")).toEqual([reported]);
    expect(at.runsOn()).toEqual(runsOn);
  });

  test("says how long the command takes, and then it arrives late", () => {
    const at = fated({ command: "migrate-vm", takes: constant(MINUTE) });
    const migration = at.order(orderOf("migrate-vm"));
    at.pass(seconds(59));
    expect(at.runsOn()).toEqual(["alfa01"]);
    at.pass(seconds(1));
    expect(at.runsOn()).toEqual(["alfa02"]);
    expect(at.outcomeOf(migration)).toEqual({ kind: "done" });
  });

  test("changes no fate that is drawn for another command", () => {
    const drawn = (fates: readonly FateSpec[]) => {
      const actions = { "start-vm": { fails: 0.5 } };
      return outcomes(stopped(new Bench({ actions, site: { fates } })), ...Array<string>(12).fill("alfa01"));
    };
    const [free, ruled] = [drawn([]), drawn([{ ...ANY, nth: 3, outcome: "undelivered" }])];
    expect(new Set(free)).toEqual(new Set(["done", "failed"]));
    expect(ruled).toEqual(free.map((outcome, i) => (i === 2 ? "undelivered" : outcome)));
  });
});

describe("a VM with autostart", () => {
  const site = { vms: aSite().vms.map((vm) => ({ ...vm, autostart: true })) };

  test("starts by itself when its host has booted", () => {
    const at = new Bench({ site, faults: [scripted("host-reboot", "alfa01", 5)] });
    at.pass(HOUR);
    expect(at.vm()).toMatchObject({ answering: "service" });
    expect(at.runsOn()).toEqual(["alfa01"]);
  });

  test("does not without it, nor when only the virtual layer starts again, nor without the store", () => {
    const others = [
      new Bench({ faults: [scripted("host-reboot", "alfa01", 5)] }),
      new Bench({ site, faults: [scripted("virtual-layer-crash", "alfa01", 5)] }),
      new Bench({ site, faults: [scripted("host-reboot", "alfa01", 5), scripted("store-path-cut", "alfa01", 6)] }),
    ];
    for (const at of others) {
      at.pass(seconds(10));
      at.order({ kind: "restart-layer", host: "alfa01" });
      at.pass(HOUR);
      expect(at.host().layer).toBe("up");
      expect(at.runsOn()).toEqual([]);
    }
  });

  test("starts where it last ran, and nowhere else", () => {
    const at = new Bench({
      site,
      faults: [scripted("host-reboot", "alfa01", 30), scripted("host-reboot", "alfa02", 600)],
    });
    at.order(orderOf("migrate-vm"));
    at.pass(seconds(590));
    expect(at.runsOn()).toEqual(["alfa02"]);
    at.pass(HOUR);
    expect(at.runsOn()).toEqual(["alfa02"]);
    expect(at.violations).toEqual([]);
  });

  test("runs twice if it is started elsewhere in the meantime, and that is a violation", () => {
    const at = new Bench({
      actions: { "start-vm": { takes: constant(seconds(80)) } },
      site,
      faults: [scripted("host-reboot", "alfa01", 5)],
    });
    at.pass(seconds(10));
    at.order({ kind: "start-vm", vm: "gridce", host: "alfa02" });
    at.pass(HOUR);
    expect(at.violations).toEqual(["no-vm-runs-twice"]);
  });
});
