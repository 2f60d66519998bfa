// What every driver promises, as tests that each driver is put through: the simulated one, and live ones. A driver comes
// to them on a stand: two hosts, alfa01 and alfa02; gridce serves on alfa01, gridse on alfa02; nothing is wrong. Times
// are those of the driver's own clock, and outcomes are waited for, never timed.

import { describe, expect, test } from "vitest";
import type { CommandId, Event, Target } from "../../src/controller/event.ts";
import type { Driver } from "../../src/drivers/contract.ts";
import { command, type Order } from "../builders/order.ts";
import { between, later, seconds, type Duration, type Instant } from "../../src/prelude/time.ts";

export type Stand = {
  readonly driver: Driver;
  /** All that was delivered so far. */
  readonly heard: readonly Event[];
  now(): Instant;
  pass(time: Duration): Promise<void>;
  /** Which hosts truly run the VM. */
  runsOn(vm: string): Promise<readonly string[]>;
};

export type StandOptions = {
  /** The pace of probes in the beginning. */
  readonly interval: Duration;
  /** What the door says of an event. */
  readonly ignores: (event: Event) => boolean;
};

/** How fast the driver's world is: the tests count in units of their own. */
export type Pace = {
  /** What the tests call a second. */
  readonly second: Duration;
  /** Longer than any command of a driver that is well takes. */
  readonly patience: Duration;
  /** Long enough that what was abandoned would have come through. */
  readonly quiet: Duration;
};

const SIMULATED: Pace = { second: seconds(1), patience: seconds(600), quiet: seconds(600) };

export function driverContract(name: string, open: (options: StandOptions) => Promise<Stand>, { second, patience, quiet }: Pace = SIMULATED): void {
  const units = (count: number) => (count * second) as Duration;
  const ALL_IGNORED: StandOptions = { interval: units(10), ignores: () => true };
  const NONE_IGNORED: StandOptions = { interval: units(10), ignores: () => false };
  let ids = 0;
  const give = ({ driver }: Stand, order: Order): CommandId => {
    driver.perform(command(++ids, order));
    return ids;
  };
  const outcomes = ({ heard }: Stand, id: CommandId) => heard.filter((event) => event.kind === "outcome").filter(({ command }) => command === id);
  const settled = async (stand: Stand, id: CommandId) => {
    for (const end = later(stand.now(), patience); outcomes(stand, id).length === 0 && stand.now() < end; ) await stand.pass(units(1));
    return outcomes(stand, id)[0]?.result;
  };
  const probes = ({ heard }: Stand, target: Target) => heard.filter((event) => event.kind === "probed").filter((event) => event.target === target);

  describe(`the ${name} driver`, () => {
    describe("performs a command", () => {
      test.each<Order>([
        { kind: "inspect-host", host: "alfa01" },
        { kind: "reboot-vm", vm: "gridce", host: "alfa01" },
        { kind: "stop-vm", vm: "gridce", host: "alfa01" },
        { kind: "start-vm", vm: "gridce", host: "alfa01" },
        { kind: "reinstall-vm", vm: "gridce", host: "alfa01" },
        { kind: "migrate-vm", vm: "gridce", host: "alfa01", to: "alfa02" },
        { kind: "restart-layer", host: "alfa01" },
        { kind: "fence-host", host: "alfa01" },
        { kind: "power-on-host", host: "alfa01" },
      ])("and returns at once; later one outcome quotes its id: $kind", async (order) => {
        const stand = await open(ALL_IGNORED);
        const before = stand.heard.length;
        const id = give(stand, order);
        expect(stand.heard.length).toBe(before);
        const result = await settled(stand, id);
        expect(result?.kind).toBe(order.kind === "inspect-host" ? "looked" : "done");
        await stand.pass(units(30));
        expect(outcomes(stand, id)).toHaveLength(1);
      });

      test("whose outcome `done` is proof of its effect", async () => {
        const stand = await open(ALL_IGNORED);
        expect(await settled(stand, give(stand, { kind: "stop-vm", vm: "gridce", host: "alfa01" }))).toEqual({ kind: "done" });
        expect(await stand.runsOn("gridce")).toEqual([]);
        expect(await settled(stand, give(stand, { kind: "start-vm", vm: "gridce", host: "alfa02" }))).toEqual({ kind: "done" });
        expect(await stand.runsOn("gridce")).toEqual(["alfa02"]);
        expect(await settled(stand, give(stand, { kind: "inspect-host", host: "alfa02" }))).toMatchObject({ running: expect.arrayContaining(["gridce", "gridse"]) });
        expect(await settled(stand, give(stand, { kind: "fence-host", host: "alfa02" }))).toEqual({ kind: "done" });
        expect(await stand.runsOn("gridce")).toEqual([]);
      });

      test("to fence a host that is off already: it is done", async () => {
        const stand = await open(ALL_IGNORED);
        await settled(stand, give(stand, { kind: "fence-host", host: "alfa01" }));
        expect(await settled(stand, give(stand, { kind: "fence-host", host: "alfa01" }))).toEqual({ kind: "done" });
      });

      test("to stop a VM where it does not run: it is done", async () => {
        const stand = await open(ALL_IGNORED);
        expect(await settled(stand, give(stand, { kind: "stop-vm", vm: "gridce", host: "alfa02" }))).toEqual({ kind: "done" });
        expect(await stand.runsOn("gridce")).toEqual(["alfa01"]);
      });

      test("that cannot reach its host, which is off, and does not say that it is done", async () => {
        const stand = await open(ALL_IGNORED);
        await settled(stand, give(stand, { kind: "fence-host", host: "alfa01" }));
        expect(await settled(stand, give(stand, { kind: "start-vm", vm: "gridce", host: "alfa01" }))).toMatchObject({ kind: "undelivered" });
        expect(await stand.runsOn("gridce")).toEqual([]);
      });
    });

    test("gives no outcome of watch, announce and alert", async () => {
      const stand = await open(ALL_IGNORED);
      give(stand, { kind: "watch", target: "vm/gridce", every: units(5) });
      give(stand, { kind: "announce", subject: "vm/gridce", from: "up", to: "suspected", on: "symptom" });
      give(stand, { kind: "alert", subject: "vm/gridce", task: "look" });
      await stand.pass(quiet);
      expect(stand.heard.filter(({ kind }) => kind === "outcome")).toEqual([]);
    });

    describe("abandons a command for good when a later one is about the same", () => {
      test("VM: a start that is followed by a stop does not come through after it", async () => {
        const stand = await open(ALL_IGNORED);
        await settled(stand, give(stand, { kind: "stop-vm", vm: "gridce", host: "alfa01" }));
        const start = give(stand, { kind: "start-vm", vm: "gridce", host: "alfa02" });
        const stop = give(stand, { kind: "stop-vm", vm: "gridce", host: "alfa02" });
        expect(await settled(stand, stop)).toEqual({ kind: "done" });
        await stand.pass(quiet);
        expect(await stand.runsOn("gridce")).toEqual([]);
        expect(outcomes(stand, start).filter(({ result }) => result.kind === "done")).toEqual([]);
      });

      test("host: one that is fenced right after it was switched on stays off", async () => {
        const stand = await open(ALL_IGNORED);
        await settled(stand, give(stand, { kind: "fence-host", host: "alfa01" }));
        give(stand, { kind: "power-on-host", host: "alfa01" });
        await settled(stand, give(stand, { kind: "fence-host", host: "alfa01" }));
        await stand.pass(quiet);
        expect(await settled(stand, give(stand, { kind: "inspect-host", host: "alfa01" }))).toMatchObject({ kind: "undelivered" });
      });

      test("but not when it is about another, or only looks", async () => {
        const stand = await open(ALL_IGNORED);
        const stops = [give(stand, { kind: "stop-vm", vm: "gridce", host: "alfa01" }), give(stand, { kind: "stop-vm", vm: "gridse", host: "alfa02" })];
        give(stand, { kind: "inspect-host", host: "alfa01" });
        for (const stop of stops) expect(await settled(stand, stop)).toEqual({ kind: "done" });
      });
    });

    describe("wakes", () => {
      const wakes = ({ heard }: Stand) => heard.filter(({ kind }) => kind === "woke");

      test("once, not before its deadline, and not by its own act", async () => {
        const stand = await open(ALL_IGNORED);
        const deadline = later(stand.now(), units(20));
        stand.driver.wakeAt(deadline);
        expect(wakes(stand)).toEqual([]);
        await stand.pass(units(60));
        expect(wakes(stand)).toHaveLength(1);
        expect(wakes(stand)[0].at).toBeGreaterThanOrEqual(deadline);
      });

      test("at the deadline of the last call only", async () => {
        const stand = await open(ALL_IGNORED);
        for (const deadline of [20, 10, 40]) stand.driver.wakeAt(later(stand.now(), units(deadline)));
        const last = later(stand.now(), units(40));
        await stand.pass(units(100));
        expect(wakes(stand)).toHaveLength(1);
        expect(wakes(stand)[0].at).toBeGreaterThanOrEqual(last);
      });

      test("not at all when the last call wanted none", async () => {
        const stand = await open(ALL_IGNORED);
        stand.driver.wakeAt(later(stand.now(), units(10)));
        stand.driver.wakeAt(undefined);
        await stand.pass(units(60));
        expect(wakes(stand)).toEqual([]);
      });

      test("soon when the deadline is over already, and again for a new one", async () => {
        const stand = await open(ALL_IGNORED);
        await stand.pass(units(20));
        stand.driver.wakeAt(later(stand.now(), -units(5) as Duration));
        await stand.pass(units(10));
        expect(wakes(stand)).toHaveLength(1);
        stand.driver.wakeAt(later(stand.now(), units(5)));
        await stand.pass(units(20));
        expect(wakes(stand)).toHaveLength(2);
      });
    });

    describe("probes", () => {
      const TARGETS: readonly Target[] = ["host/alfa01", "host/alfa02", "vm/gridce", "vm/gridse"];

      test("every target at its pace, and tells what it heard", async () => {
        const stand = await open(NONE_IGNORED);
        await stand.pass(units(60));
        for (const target of TARGETS) {
          expect(probes(stand, target).length).toBeGreaterThanOrEqual(5);
          expect(probes(stand, target).length).toBeLessThanOrEqual(7);
          expect(new Set(probes(stand, target).map(({ answer }) => answer))).toEqual(new Set(["service"]));
        }
      });

      test("a target at its new pace from the watch on, the first time one `every` later", async () => {
        const stand = await open(NONE_IGNORED);
        await stand.pass(units(25));
        const from = stand.now();
        give(stand, { kind: "watch", target: "vm/gridce", every: units(6) });
        await stand.pass(units(33));
        const asked = probes(stand, "vm/gridce").map((event) => event.asked).filter((at) => at > from);
        expect(asked).toHaveLength(5);
        expect(between(from, asked[0])).toBeGreaterThanOrEqual(units(6));
      });

      test("and concludes silence after it has asked, never before", async () => {
        const stand = await open(NONE_IGNORED);
        give(stand, { kind: "fence-host", host: "alfa01" });
        await stand.pass(units(60));
        const silent = probes(stand, "vm/gridce").filter(({ answer }) => answer === "nothing");
        expect(silent.length).toBeGreaterThanOrEqual(3);
        for (const { asked, at } of silent) expect(at).toBeGreaterThan(asked);
      });

      test("without fail what the controller would not ignore", async () => {
        const stand = await open({ ...ALL_IGNORED, ignores: (event) => event.kind === "probed" && event.answer === "service" });
        await stand.pass(units(30));
        give(stand, { kind: "fence-host", host: "alfa01" });
        await stand.pass(units(60));
        for (const target of ["host/alfa01", "vm/gridce"] as const) {
          expect(probes(stand, target).filter(({ answer }) => answer === "nothing").length).toBeGreaterThanOrEqual(4);
        }
      });
    });

    test("delivers events in the order of their instants, and never before they are", async () => {
      const stand = await open(NONE_IGNORED);
      give(stand, { kind: "reboot-vm", vm: "gridce", host: "alfa01" });
      give(stand, { kind: "fence-host", host: "alfa02" });
      stand.driver.wakeAt(later(stand.now(), units(33)));
      await stand.pass(units(120));
      const instants = stand.heard.map(({ at }) => at);
      expect(instants.length).toBeGreaterThan(40);
      expect(instants).toEqual(instants.toSorted((a, b) => a - b));
      expect(instants[instants.length - 1]).toBeLessThanOrEqual(stand.now());
    });
  });
}
