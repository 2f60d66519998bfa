// What every driver promises, as tests that each driver is put through: the simulated one, replays, and live ones.
// Outcomes are waited for, never timed.

import { describe, expect, test } from "vitest";
import { ACTION_KINDS, ACTIONS } from "../../../src/core/cluster/actions.ts";
import type { Event, Target } from "../../../src/core/controller/contract/event.ts";
import { between, later, seconds, type Duration } from "../../../src/base/prelude/time.ts";
import { orderOf, type Order } from "../../builders/order.ts";
import { endsOfCommands } from "./ends-of-commands.ts";
import { looped } from "./looped.ts";
import { session, untilOn, type Open, type Pace, type Session, type Stand, type StandOptions } from "./session.ts";

/** A promise is kept on a stand that is opened with these options. */
export type Body = (open: Open) => Promise<void>;

export type Contract = {
  readonly pace?: Pace;
  /** What this kind of driver cannot promise: the promise, and why not. */
  readonly gaps?: Readonly<Record<string, string>>;
  /** How a promise is tried; once, by default. */
  readonly carryOut?: (body: Body, open: Open, promise: string) => Promise<void>;
};

const SIMULATED: Pace = { second: seconds(1), patience: seconds(600), quiet: seconds(600) };

export function driverContract(
  name: string,
  open: Open,
  { pace = SIMULATED, gaps = {}, carryOut = (body, on) => body(on) }: Contract = {},
): void {
  const { quiet } = pace;
  const units = (count: number) => (count * pace.second) as Duration;
  const ALL_IGNORED = () => true;
  const NONE_IGNORED = () => false;
  const left = new Set(Object.keys(gaps));

  type More = Omit<StandOptions, "interval">;

  function promiseOn(what: string, keep: (stand: Stand) => Promise<void>, more: More = {}): void {
    left.delete(what);
    if (gaps[what] !== undefined) return;
    test(what, () => carryOut(async (on) => keep(await on({ interval: units(10), ...more })), open, what));
  }

  function promise(what: string, ignores: (event: Event) => boolean, keep: (stand: Session) => Promise<void>): void {
    promiseOn(what, (stand) => keep(session(stand, ignores, pace)));
  }

  describe(`the ${name} driver`, () => {
    describe("performs a command", () => {
      for (const kind of ACTION_KINDS) {
        const order = orderOf(kind);
        promise(`and returns at once; later one outcome quotes its id: ${kind}`, ALL_IGNORED, async (stand) => {
          const before = stand.received.length;
          const id = stand.give(order);
          expect(stand.received.length).toBe(before);
          const result = await stand.settled(id);
          expect(result?.kind).toBe(ACTIONS[kind].changes ? "done" : "inspected");
          await stand.pass(units(5));
          expect(stand.outcomes(id)).toHaveLength(1);
        });
      }

      promise("whose outcome `done` is proof of its effect", ALL_IGNORED, async (stand) => {
        expect(await stand.settled(stand.give({ kind: "stop-vm", vm: "gridce", host: "alfa01" }))).toEqual({
          kind: "done",
        });
        expect(await stand.runsOn("gridce")).toEqual([]);
        expect(await stand.settled(stand.give({ kind: "start-vm", vm: "gridce", host: "alfa02" }))).toEqual({
          kind: "done",
        });
        expect(await stand.runsOn("gridce")).toEqual(["alfa02"]);
        expect(await stand.settled(stand.give({ kind: "inspect-host", host: "alfa02" }))).toMatchObject({
          running: expect.arrayContaining(["gridce", "gridse"]),
        });
        expect(await stand.settled(stand.give({ kind: "fence-host", host: "alfa02" }))).toEqual({ kind: "done" });
        expect(await stand.runsOn("gridce")).toEqual([]);
      });

      promise("to fence a host that is off already: it is done", ALL_IGNORED, async (stand) => {
        await stand.settled(stand.give({ kind: "fence-host", host: "alfa01" }));
        expect(await stand.settled(stand.give({ kind: "fence-host", host: "alfa01" }))).toEqual({ kind: "done" });
      });

      promise("to stop a VM where it does not run: it is done", ALL_IGNORED, async (stand) => {
        expect(await stand.settled(stand.give({ kind: "stop-vm", vm: "gridce", host: "alfa02" }))).toEqual({
          kind: "done",
        });
        expect(await stand.runsOn("gridce")).toEqual(["alfa01"]);
      });

      promise(
        "that cannot reach its host, which is off, and does not say that it is done",
        ALL_IGNORED,
        async (stand) => {
          await stand.settled(stand.give({ kind: "fence-host", host: "alfa01" }));
          expect(await stand.settled(stand.give({ kind: "start-vm", vm: "gridce", host: "alfa01" }))).toMatchObject({
            kind: "undelivered",
          });
          expect(await stand.runsOn("gridce")).toEqual([]);
        },
      );
    });

    describe("is handed whole turns", () => {
      const STOP_AND_INSPECT: readonly Order[] = [
        { kind: "stop-vm", vm: "gridce", host: "alfa01" },
        { kind: "inspect-host", host: "alfa02" },
      ];

      promise("and performs all commands of one, and wakes at its deadline", ALL_IGNORED, async (stand) => {
        const deadline = later(stand.now(), units(8));
        const [stop, inspection] = stand.turn(STOP_AND_INSPECT, deadline);
        expect(await stand.settled(stop)).toEqual({ kind: "done" });
        expect(await stand.settled(inspection)).toMatchObject({ kind: "inspected" });
        await stand.until(() => stand.wakes().length > 0);
        expect(stand.wakes()).toHaveLength(1);
        expect(stand.wakes()[0].at).toBeGreaterThanOrEqual(deadline);
      });

      promiseOn("each recorded before any of it is performed, by a control loop", async (stand) => {
        const loop = looped(stand, { orders: STOP_AND_INSPECT, wakeAfter: units(8) });
        const ends = () => loop.recorded.filter(({ event }) => event.kind === "outcome");
        const wakes = () => loop.recorded.filter(({ event }) => event.kind === "woke");
        await untilOn(stand, pace)(() => ends().length > 1 && wakes().length > 0);
        expect(loop.performed.filter(({ unrecorded }) => unrecorded)).toEqual([]);
        expect(loop.performed.slice(1).map(({ turn }) => turn)).toEqual(loop.recorded);
        expect(loop.interrupting).toEqual([]);
        const given = loop.recorded.find(({ commands }) => commands.length > 0);
        expect(given?.commands.map(({ kind }) => kind)).toEqual(["stop-vm", "inspect-host"]);
        expect(wakes()).toHaveLength(1);
        expect(wakes()[0].event.at).toBeGreaterThanOrEqual(given?.deadline ?? Infinity);
      });

      promiseOn("and nothing of one that could not be recorded", async (stand) => {
        const loop = looped(stand, { orders: STOP_AND_INSPECT, wakeAfter: units(8) }, new Error("the disk is full"));
        await untilOn(stand, pace)(() => loop.recorded.length > 3);
        await stand.pass(quiet);
        expect(loop.recorded.length).toBeGreaterThan(3);
        expect(loop.performed.flatMap(({ turn }) => turn.commands)).toEqual([]);
        expect(loop.recorded.filter(({ event }) => event.kind === "outcome")).toEqual([]);
        expect(await stand.runsOn("gridce")).toEqual(["alfa01"]);
      });
    });

    promise("gives no outcome of watch, announce and alert", ALL_IGNORED, async (stand) => {
      stand.give({ kind: "watch", target: "vm/gridce", every: units(5) });
      stand.give({ kind: "announce", subject: "vm/gridce", from: "up", to: "suspected", on: "symptom" });
      stand.give({ kind: "alert", subject: "vm/gridce", task: "investigate" });
      await stand.pass(quiet);
      expect(stand.received.filter(({ kind }) => kind === "outcome")).toEqual([]);
    });

    describe("abandons a command for good when a later one is about the same", () => {
      promise("VM: a start that is followed by a stop does not come through after it", ALL_IGNORED, async (stand) => {
        await stand.settled(stand.give({ kind: "stop-vm", vm: "gridce", host: "alfa01" }));
        const start = stand.give({ kind: "start-vm", vm: "gridce", host: "alfa02" });
        const stop = stand.give({ kind: "stop-vm", vm: "gridce", host: "alfa02" });
        expect(await stand.settled(stop)).toEqual({ kind: "done" });
        await stand.pass(quiet);
        expect(await stand.runsOn("gridce")).toEqual([]);
        expect(stand.outcomes(start).filter(({ result }) => result.kind === "done")).toEqual([]);
      });

      promise("host: one that is fenced right after it was switched on stays off", ALL_IGNORED, async (stand) => {
        await stand.settled(stand.give({ kind: "fence-host", host: "alfa01" }));
        stand.give({ kind: "power-on-host", host: "alfa01" });
        await stand.settled(stand.give({ kind: "fence-host", host: "alfa01" }));
        await stand.pass(quiet);
        expect(await stand.settled(stand.give({ kind: "inspect-host", host: "alfa01" }))).toMatchObject({
          kind: "undelivered",
        });
      });

      promise("but not when it is about another, or only inspects", ALL_IGNORED, async (stand) => {
        const stops = [
          stand.give({ kind: "stop-vm", vm: "gridce", host: "alfa01" }),
          stand.give({ kind: "stop-vm", vm: "gridse", host: "alfa02" }),
        ];
        stand.give({ kind: "inspect-host", host: "alfa01" });
        for (const stop of stops) expect(await stand.settled(stop)).toEqual({ kind: "done" });
      });
    });

    endsOfCommands((what, keep, more) => {
      promiseOn(what, (stand) => keep(session(stand, ALL_IGNORED, pace)), more);
    }, quiet);

    promise("wakes once, not before its deadline, and not by its own act", ALL_IGNORED, async (stand) => {
      const deadline = later(stand.now(), units(8));
      stand.turn([], deadline);
      expect(stand.wakes()).toEqual([]);
      await stand.until(() => stand.wakes().length > 0);
      await stand.pass(units(10));
      expect(stand.wakes()).toHaveLength(1);
      expect(stand.wakes()[0].at).toBeGreaterThanOrEqual(deadline);
    });

    promise("wakes at the deadline of the last turn only", ALL_IGNORED, async (stand) => {
      for (const deadline of [8, 4]) stand.turn([], later(stand.now(), units(deadline)));
      const last = later(stand.now(), units(16));
      stand.turn([], last);
      await stand.until(() => stand.wakes().length > 0);
      await stand.pass(units(10));
      expect(stand.wakes()).toHaveLength(1);
      expect(stand.wakes()[0].at).toBeGreaterThanOrEqual(last);
    });

    promise("wakes not at all when the last turn wanted none", ALL_IGNORED, async (stand) => {
      stand.turn([], later(stand.now(), units(4)));
      stand.turn([], undefined);
      await stand.pass(units(20));
      expect(stand.wakes()).toEqual([]);
    });

    promise("wakes soon when the deadline is over already, and again for a new one", ALL_IGNORED, async (stand) => {
      await stand.pass(units(6));
      stand.turn([], later(stand.now(), -units(5) as Duration));
      await stand.pass(units(10));
      expect(stand.wakes()).toHaveLength(1);
      stand.turn([], later(stand.now(), units(5)));
      await stand.until(() => stand.wakes().length > 1);
      expect(stand.wakes()).toHaveLength(2);
    });
  });

  describe("probes", () => {
    const TARGETS: readonly Target[] = ["host/alfa01", "host/alfa02", "vm/gridce", "vm/gridse"];
    const silent = (stand: Session, target: Target) =>
      stand.probes(target).filter(({ answer }) => answer === "nothing");

    promise("every target at its interval, and reports the answers", NONE_IGNORED, async (stand) => {
      await stand.pass(units(60));
      for (const target of TARGETS) {
        expect(stand.probes(target).length).toBeGreaterThanOrEqual(5);
        expect(stand.probes(target).length).toBeLessThanOrEqual(7);
        expect(new Set(stand.probes(target).map(({ answer }) => answer))).toEqual(new Set(["service"]));
      }
    });

    promise(
      "a target at its new pace from the watch on, the first time one `every` later",
      NONE_IGNORED,
      async (stand) => {
        await stand.pass(units(25));
        const from = stand.now();
        stand.give({ kind: "watch", target: "vm/gridce", every: units(6) });
        const asked = () =>
          stand
            .probes("vm/gridce")
            .map((event) => event.asked)
            .filter((at) => at > from);
        await stand.until(() => asked().length >= 5);
        const almost = 0.98; // a timer of a real machine may be early by a moment
        expect(between(from, asked()[0])).toBeGreaterThanOrEqual(units(6 * almost));
        expect(between(from, asked()[4])).toBeGreaterThanOrEqual(units(30 * almost));
        expect(between(from, asked()[4])).toBeLessThan(units(50)); // sooner than at the old pace
      },
    );

    promise("and concludes silence after it has asked, never before", NONE_IGNORED, async (stand) => {
      stand.give({ kind: "fence-host", host: "alfa01" });
      await stand.until(() => silent(stand, "vm/gridce").length >= 3);
      expect(silent(stand, "vm/gridce").length).toBeGreaterThanOrEqual(3);
      for (const { asked, at } of silent(stand, "vm/gridce")) expect(at).toBeGreaterThan(asked);
    });

    const IGNORES_SERVICE = (event: Event) => event.kind === "probed" && event.answer === "service";
    promise("without fail what the controller would not ignore", IGNORES_SERVICE, async (stand) => {
      await stand.pass(units(15));
      stand.give({ kind: "fence-host", host: "alfa01" });
      for (const target of ["host/alfa01", "vm/gridce"] as const) {
        await stand.until(() => silent(stand, target).length >= 4);
        expect(silent(stand, target).length).toBeGreaterThanOrEqual(4);
      }
    });

    promise(
      "delivers events in the order of their instants, and never before they are",
      NONE_IGNORED,
      async (stand) => {
        stand.give({ kind: "reboot-vm", vm: "gridce", host: "alfa01" });
        stand.give({ kind: "fence-host", host: "alfa02" });
        stand.turn([], later(stand.now(), units(33)));
        await stand.until(() => stand.received.length > 30 && stand.wakes().length > 0);
        const instants = stand.received.map(({ at }) => at);
        expect(instants.length).toBeGreaterThan(30);
        expect(instants).toEqual(instants.toSorted((a, b) => a - b));
        expect(instants[instants.length - 1]).toBeLessThanOrEqual(stand.now());
      },
    );

    const named = Object.entries(gaps).map(([what, why]) => `\n      ${what}: ${why}`);
    test(`leaves out nothing but what it cannot promise${named.join("")}`, () => {
      expect([...left]).toEqual([]);
    });
  });
}
