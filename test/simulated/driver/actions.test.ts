// Commands in the simulated world: each succeeds, fails, hangs, is silent, is superseded; and each meets the states of
// the world that prevent it.

import { describe, expect, test } from "vitest";
import { HOUR, seconds } from "../../../src/base/prelude/time.ts";
import { ACTION_KINDS, ACTIONS, type ActionKind } from "../../../src/core/cluster/actions.ts";
import { Bench, scripted, type BenchPlan } from "../../builders/bench.ts";
import type { Order } from "../../builders/order.ts";
import { aSite, constant, GB } from "../../builders/scenario.ts";

const ORDERS: Readonly<Record<ActionKind, Order>> = {
  "inspect-host": { kind: "inspect-host", host: "alfa01" },
  "reboot-vm": { kind: "reboot-vm", vm: "gridce", host: "alfa01" },
  "stop-vm": { kind: "stop-vm", vm: "gridce", host: "alfa01" },
  "start-vm": { kind: "start-vm", vm: "gridse", host: "alfa02" },
  "reinstall-vm": { kind: "reinstall-vm", vm: "gridce", host: "alfa01" },
  "migrate-vm": { kind: "migrate-vm", vm: "gridce", host: "alfa01", to: "alfa02" },
  "restart-layer": { kind: "restart-layer", host: "alfa02" },
  "fence-host": { kind: "fence-host", host: "alfa01" },
  "power-on-host": { kind: "power-on-host", host: "alfa03" },
};

/**
 * gridce serves on alfa01; gridse is off; the layer of alfa02 is down and alfa03 is off: each order above has something
 * to do.
 */
function bench(plan: BenchPlan = {}): Bench {
  const faults = [
    scripted("domain-killed", "gridse", 1),
    scripted("virtual-layer-crash", "alfa02", 1),
    scripted("host-power-loss", "alfa03", 1, { lasts: { kind: "constant", value: seconds(1) } }),
  ];
  const made = new Bench({
    hosts: ["alfa01", "alfa02", "alfa03"],
    vms: { gridce: "alfa01", gridse: "alfa03" },
    faults,
    ...plan,
  });
  made.pass(seconds(10));
  return made;
}

/** The same, where the layer of alfa02 is up: for orders that need a second host. */
function soundBench(plan: BenchPlan = {}): Bench {
  return bench({ faults: [scripted("domain-killed", "gridse", 1)], ...plan });
}

function truth({ world }: Bench): string {
  const vms = world.vms.map(
    (vm) => `${vm.spec.name} ${vm.domains.map(({ host, stage }) => `${stage} on ${host.spec.name}`).join()}`,
  );
  return [...vms, ...world.hosts.map((host) => `${host.spec.name} ${host.system} ${host.layer}`)].join("; ");
}

/**
 * An order about the same VM or host that changes nothing: stops the VM where it does not run, fences what is off,
 * switches on what is on.
 */
function harmless(order: Order): Order {
  if ("vm" in order) return { kind: "stop-vm", vm: order.vm, host: "alfa03" };
  if (order.kind === "power-on-host") return { kind: "fence-host", host: order.host };
  return { kind: "power-on-host", host: "host" in order ? order.host : "" };
}

/** The stage on which this order is given. */
function benchFor(kind: ActionKind, plan: BenchPlan = {}): Bench {
  return kind === "restart-layer" || kind === "power-on-host" ? bench(plan) : soundBench(plan);
}

const REPEATABLE = ACTION_KINDS.filter((kind) => ACTIONS[kind].repeatable);

test.each(REPEATABLE)("%s given again after it is done changes nothing more", (kind) => {
  const at = benchFor(kind);
  at.order(ORDERS[kind]);
  at.pass(HOUR);
  const before = truth(at);
  at.order(ORDERS[kind]);
  at.pass(HOUR);
  expect(truth(at)).toBe(before);
});

describe.each(ACTION_KINDS)("%s", (kind) => {
  const done = kind === "inspect-host" ? { kind: "inspected", running: ["gridce"] } : { kind: "done" };

  test("takes its time, then takes effect and reports it", () => {
    const at = benchFor(kind);
    const before = truth(at);
    const command = at.order(ORDERS[kind]);
    at.pass(seconds(1.9));
    expect(truth(at)).toBe(before);
    expect(at.outcomeOf(command)).toBeUndefined();
    at.pass(seconds(0.1));
    if (kind !== "inspect-host") expect(truth(at)).not.toBe(before);
    at.pass(HOUR);
    expect(at.outcomeOf(command)).toEqual(done);
    // A reinstall is done when the guest boots from its new disk: 40 s more.
    expect(at.endOf(command)).toBe(kind === "reinstall-vm" ? 52 : 12);
  });

  test("that fails reports it after the same time, without effect", () => {
    const at = benchFor(kind, { actions: { [kind]: { fails: 1 } } });
    const before = truth(at);
    const command = at.order(ORDERS[kind]);
    at.pass(HOUR);
    expect(at.outcomeOf(command)).toEqual({ kind: "failed", reason: `${kind} was refused` });
    expect(at.endOf(command)).toBe(12);
    expect(truth(at)).toBe(before);
  });

  test("that hangs has no effect and reports nothing", () => {
    const at = benchFor(kind, { actions: { [kind]: { hangs: 1 } } });
    const before = truth(at);
    const command = at.order(ORDERS[kind]);
    at.pass(HOUR);
    expect(at.outcomeOf(command)).toBeUndefined();
    expect(truth(at)).toBe(before);
  });

  test("that is silent takes effect and reports nothing", () => {
    const at = benchFor(kind, { actions: { [kind]: { silent: 1 } } });
    const before = truth(at);
    const command = at.order(ORDERS[kind]);
    at.pass(HOUR);
    expect(at.outcomeOf(command)).toBeUndefined();
    if (kind !== "inspect-host" && kind !== "reboot-vm" && kind !== "reinstall-vm") expect(truth(at)).not.toBe(before);
    if (kind === "reinstall-vm") expect(at.vm().bootable).toBe(true);
  });
});

describe("a command that is superseded while it is in progress", () => {
  test.each(ACTION_KINDS.filter((kind) => kind !== "inspect-host"))(
    "never takes effect and reports nothing: %s",
    (kind) => {
      const at = benchFor(kind, { actions: { [kind]: { takes: { kind: "constant", value: seconds(60) } } } });
      const order = ORDERS[kind];
      const command = at.order(order);
      at.pass(seconds(30));
      const later = at.order(harmless(order));
      const before = truth(at);
      at.pass(HOUR);
      expect(at.outcomeOf(command)).toBeUndefined();
      expect(at.outcomeOf(later)).toBeDefined();
      expect(truth(at)).toBe(before);
    },
  );

  test("is superseded also by one that hangs", () => {
    const at = soundBench({ actions: { "start-vm": { hangs: 1 } } });
    const stop = at.order({ kind: "stop-vm", vm: "gridce", host: "alfa01" });
    at.order({ kind: "start-vm", vm: "gridce", host: "alfa01" });
    at.pass(HOUR);
    expect(at.outcomeOf(stop)).toBeUndefined();
    expect(at.runsOn()).toEqual(["alfa01"]);
  });

  test("is not superseded by one about another VM on the same host, nor by an inspection of the host", () => {
    const at = soundBench();
    const reboot = at.order({ kind: "reboot-vm", vm: "gridce", host: "alfa01" });
    const fence = at.order({ kind: "fence-host", host: "alfa03" });
    at.order({ kind: "start-vm", vm: "gridse", host: "alfa01" });
    at.order({ kind: "inspect-host", host: "alfa03" });
    at.pass(seconds(2));
    expect(at.outcomeOf(reboot)).toEqual({ kind: "done" });
    expect(at.outcomeOf(fence)).toEqual({ kind: "done" });
  });
});

describe("a fence", () => {
  test("of a host that is off already is done", () => {
    const at = bench();
    const fence = at.order({ kind: "fence-host", host: "alfa03" });
    at.pass(seconds(2));
    expect(at.host("alfa03").system).toBe("off");
    expect(at.outcomeOf(fence)).toEqual({ kind: "done" });
  });

  test("of a host that is booting switches it off", () => {
    const at = bench();
    at.order({ kind: "power-on-host", host: "alfa03" });
    at.pass(seconds(10));
    at.order({ kind: "fence-host", host: "alfa03" });
    at.pass(HOUR);
    expect(at.host("alfa03").system).toBe("off");
  });

  test("of a host that is cut off is done, and its VMs are gone", () => {
    const at = new Bench({ faults: [scripted("network-cut", "alfa01", 5)] });
    at.pass(seconds(10));
    expect(at.vm()).toMatchObject({ answering: "nothing" });
    expect(at.runsOn()).toEqual(["alfa01"]);
    const fence = at.order({ kind: "fence-host", host: "alfa01" });
    at.pass(seconds(2));
    expect(at.outcomeOf(fence)).toEqual({ kind: "done" });
    expect(at.runsOn()).toEqual([]);
  });

  test("through a board without power of its own never proves the death of a host that lost its power", () => {
    const hosts = aSite().hosts.map((host) => ({ ...host, boardSharesPower: true }));
    const at = new Bench({ site: { hosts }, faults: [scripted("host-power-loss", "alfa01", 5)] });
    at.pass(seconds(10));
    for (let attempt = 0; attempt < 5; attempt++) {
      const fence = at.order({ kind: "fence-host", host: "alfa01" });
      at.pass(seconds(60));
      expect(at.outcomeOf(fence)).toEqual({ kind: "failed", reason: "the management board of alfa01 does not answer" });
    }
  });

  test("is refused by a board that refuses, but for a host that is off already; so is switching it on again", () => {
    const at = new Bench({
      faults: [
        scripted("board-refuses", "alfa01", 5, { lasts: constant(seconds(10)) }),
        scripted("board-refuses", "alfa01", 25),
      ],
    });
    const told = (kind: "fence-host" | "power-on-host") => {
      const id = at.order({ kind, host: "alfa01" });
      at.pass(seconds(4));
      return at.outcomeOf(id);
    };
    const refused = { kind: "failed", reason: "the management board of alfa01 refuses" };
    at.pass(seconds(6));
    expect(told("fence-host")).toEqual(refused);
    expect(at.host()).toMatchObject({ system: "up" });
    at.pass(seconds(6));
    expect(told("fence-host")).toEqual({ kind: "done" });
    at.pass(seconds(10));
    expect(told("fence-host")).toEqual({ kind: "done" });
    expect(told("power-on-host")).toEqual(refused);
  });

  test.each([
    ["board-silent", "alfa01"],
    ["network-outage", []],
  ] as const)("does nothing while its board cannot be reached: %s", (kind, on) => {
    const at = new Bench({ faults: [scripted(kind, on, 5)] });
    at.pass(seconds(10));
    const [fence, on2] = [
      at.order({ kind: "fence-host", host: "alfa01" }),
      at.order({ kind: "power-on-host", host: "alfa02" }),
    ];
    at.pass(seconds(2));
    expect(at.outcomeOf(fence)).toMatchObject({ kind: "failed" });
    expect(at.outcomeOf(on2)).toMatchObject({ kind: kind === "board-silent" ? "done" : "failed" });
    expect(at.host()).toMatchObject({ system: "up" });
  });
});

describe("a command about a VM", () => {
  test.each([
    "reboot-vm",
    "stop-vm",
    "start-vm",
    "reinstall-vm",
    "migrate-vm",
    "inspect-host",
    "restart-layer",
  ] as const)("or its host does not reach a host that is cut off: %s", (kind) => {
    const at = new Bench({
      vms: { gridce: "alfa01", gridse: "alfa02" },
      faults: [scripted("network-cut", ["alfa01", "alfa02"], 5, { together: true })],
    });
    at.pass(seconds(10));
    const command = at.order(ORDERS[kind]);
    at.pass(seconds(2));
    expect(at.outcomeOf(command)).toMatchObject({ kind: "undelivered" });
    expect(at.runsOn()).toEqual(["alfa01"]);
  });

  test("does not reach a host whose virtual layer is down", () => {
    const at = bench();
    const start = at.order({ kind: "start-vm", vm: "gridse", host: "alfa02" });
    at.pass(seconds(2));
    expect(at.outcomeOf(start)).toEqual({ kind: "undelivered", reason: "alfa02 does not answer" });
  });

  test("to start it where it runs already is done, and does not disturb it", () => {
    const at = soundBench();
    const start = at.order({ kind: "start-vm", vm: "gridce", host: "alfa01" });
    at.pass(HOUR);
    expect(at.outcomeOf(start)).toEqual({ kind: "done" });
    expect(at.vm().answering).toBe("service");
    expect(at.violations).toEqual([]);
  });

  test("to reboot it where it does not run starts it there; to stop it there is done", () => {
    const at = soundBench();
    const stop = at.order({ kind: "stop-vm", vm: "gridse", host: "alfa01" });
    at.pass(seconds(2));
    expect(at.outcomeOf(stop)).toEqual({ kind: "done" });
    const reboot = at.order({ kind: "reboot-vm", vm: "gridse", host: "alfa01" });
    at.pass(HOUR);
    expect(at.outcomeOf(reboot)).toEqual({ kind: "done" });
    expect(at.vm("gridse").answering).toBe("service");
  });

  test.each(["start-vm", "reinstall-vm"] as const)("fails where there is no room: %s", (kind) => {
    const at = new Bench({
      vms: { gridce: "alfa01", gridse: "alfa01", bdii: "alfa02" },
      hostMemory: 8 * GB,
      faults: [scripted("domain-killed", "bdii", 1)],
    });
    at.pass(seconds(10));
    const command = at.order({ kind, vm: "bdii", host: "alfa01" });
    const migrate = at.order({ kind: "migrate-vm", vm: "gridce", host: "alfa01", to: "alfa02" });
    at.pass(seconds(2));
    expect(at.outcomeOf(command)).toEqual({ kind: "failed", reason: "alfa01 has no room" });
    expect(at.outcomeOf(migrate)).toEqual({ kind: "done" });
    expect(at.violations).toEqual([]);
  });

  test.each(["reboot-vm", "start-vm", "reinstall-vm"] as const)(
    "is blocked, and does nothing, while the shared store is out: %s",
    (kind) => {
      const at = soundBench({ faults: [scripted("storage-outage", [], 5)] });
      const command = at.order({ ...ORDERS[kind] });
      at.pass(seconds(2));
      expect(at.outcomeOf(command)).toEqual({ kind: "blocked", reason: "the shared store does not answer" });
      expect(at.runsOn()).toEqual(["alfa01"]);
    },
  );

  test("to migrate it fails when it does not serve there, or when the other host cannot take it", () => {
    const at = bench();
    const notThere = at.order({ kind: "migrate-vm", vm: "gridse", host: "alfa01", to: "alfa02" });
    const noLayer = at.order({ kind: "migrate-vm", vm: "gridce", host: "alfa01", to: "alfa02" });
    at.pass(seconds(2));
    expect(at.outcomeOf(notThere)).toEqual({ kind: "failed", reason: "gridse does not run on alfa01" });
    expect(at.outcomeOf(noLayer)).toEqual({ kind: "failed", reason: "alfa02 cannot take it" });
    expect(at.vm().answering).toBe("service");
  });
});

describe("a reinstallation", () => {
  test("is blocked at once while the provisioning server is out, and nothing is erased", () => {
    const at = new Bench({ faults: [scripted("provisioning-outage", [], 5)] });
    at.pass(seconds(10));
    const command = at.order(ORDERS["reinstall-vm"]);
    at.pass(seconds(2));
    expect(at.outcomeOf(command)).toEqual({ kind: "blocked", reason: "the provisioning server does not answer" });
    expect(at.vm().answering).toBe("service");
  });

  test("waits during an outage of the server in the middle, and is done after it", () => {
    const at = new Bench({
      faults: [scripted("provisioning-outage", [], 20, { lasts: { kind: "constant", value: seconds(100) } })],
    });
    const command = at.order(ORDERS["reinstall-vm"]);
    at.pass(HOUR);
    // 2 s to begin, 10 s of PXE, 8 s of download, 100 s of outage, 2 s of download, 20 s after it.
    expect(at.endOf(command)).toBe(142);
  });

  test("that is interrupted by the end of its domain has failed, and leaves no bootable disk", () => {
    const at = new Bench({ faults: [scripted("virtual-layer-crash", "alfa01", 30)] });
    const command = at.order(ORDERS["reinstall-vm"]);
    at.pass(HOUR);
    expect(at.outcomeOf(command)).toEqual({ kind: "failed", reason: "the installation was cut short" });
    expect(at.endOf(command)).toBe(30);
    expect(at.vm().bootable).toBe(false);
  });

  test("of a VM that still runs on another host is a violation: it erases a disk in use", () => {
    const at = new Bench();
    at.order({ kind: "reinstall-vm", vm: "gridce", host: "alfa02" });
    at.pass(seconds(2));
    expect(at.violations).toEqual(["no-disk-is-erased-in-use", "no-vm-runs-twice"]);
  });
});

test("a layer that is restarted on a host where it is up stays up", () => {
  const at = new Bench();
  const command = at.order({ kind: "restart-layer", host: "alfa01" });
  at.pass(seconds(2));
  expect(at.outcomeOf(command)).toEqual({ kind: "done" });
  expect(at.host().answering).toBe("service");
});

test("a broken host cannot be switched on", () => {
  const at = new Bench({ faults: [scripted("host-broken", "alfa01", 1)] });
  at.pass(seconds(10));
  const command = at.order({ kind: "power-on-host", host: "alfa01" });
  at.pass(seconds(2));
  expect(at.outcomeOf(command)).toEqual({ kind: "failed", reason: "alfa01 cannot be switched on" });
});
