import { describe, expect, test } from "vitest";
import { Engine, SUBJECTS } from "../../../src/simulated/engine/engine.ts";
import { Defect } from "../../../src/base/prelude/check.ts";
import type { Duration, Instant } from "../../../src/base/prelude/time.ts";

const at = (instant: number) => instant as Instant;
const lasting = (duration: number) => duration as Duration;

/** An engine with two handlers that write down "name, subject @ instant". */
function build() {
  const engine = new Engine();
  const log: string[] = [];
  const write = (name: string) => engine.on((subject) => log.push(`${name}${subject} @ ${engine.now}`));
  return { engine, log, fail: write("fail"), mend: write("mend") };
}

describe("a run", () => {
  test("handles everything up to its end, including the end itself", () => {
    const { engine, log, fail } = build();
    for (const instant of [11, 10, 3]) engine.at(at(instant), fail, 0);
    engine.runUntil(at(10));
    expect([log, engine.now, engine.pending, engine.nextAt()]).toEqual([["fail0 @ 3", "fail0 @ 10"], 10, 1, 11]);
  });

  test("continues where the last one ended", () => {
    const { engine, log, fail } = build();
    engine.at(at(10), fail, 0);
    engine.runUntil(at(9));
    engine.after(lasting(1), fail, 1);
    engine.runUntil(at(20));
    expect([log, engine.now]).toEqual([["fail0 @ 10", "fail1 @ 10"], 20]);
  });

  test("handles what its handlers schedule, even at the instant itself", () => {
    const { engine, log, mend } = build();
    const cascade = engine.on((subject) => {
      engine.after(lasting(0), mend, subject);
      if (subject < 2) engine.after(lasting(5), cascade, subject + 1);
    });
    engine.at(at(1), cascade, 0);
    engine.runUntil(at(10));
    expect(log).toEqual(["mend0 @ 1", "mend1 @ 6"]);
  });

  test("ends after the event that stops it, and the rest can be run later", () => {
    const { engine, log, fail } = build();
    const stop = engine.on(() => engine.stop());
    engine.at(at(5), stop, 0);
    engine.at(at(5), fail, 1);
    engine.at(at(6), fail, 2);
    engine.runUntil(at(10));
    expect([log, engine.now]).toEqual([["fail1 @ 5"], 5]);
    engine.runUntil(at(10));
    expect([log, engine.now]).toEqual([["fail1 @ 5", "fail2 @ 6"], 10]);
  });

  test("can be made step by step", () => {
    const { engine, log, fail } = build();
    engine.at(at(4), fail, 0);
    expect([engine.step(), engine.now, engine.step(), engine.now, log]).toEqual([true, 4, false, 4, ["fail0 @ 4"]]);
  });

  test("can be made again after a handler has thrown", () => {
    const { engine, log, fail } = build();
    const broken = engine.on(() => {
      throw new Error("broken");
    });
    engine.at(at(1), broken, 0);
    engine.at(at(2), fail, 0);
    expect(() => engine.runUntil(at(5))).toThrow("broken");
    engine.runUntil(at(5));
    expect(log).toEqual(["fail0 @ 2"]);
  });
});

describe("what happens at one instant", () => {
  test("is ordered by the registration of its handler, then by subject, not by the order of scheduling", () => {
    const { engine, log, fail, mend } = build();
    const events: [number, number][] = [
      [mend, 0],
      [fail, SUBJECTS - 1],
      [mend, 7],
      [fail, 3],
    ];
    for (const [handler, subject] of events) engine.at(at(1), handler, subject);
    for (const [handler, subject] of events.reverse()) engine.at(at(2), handler, subject);
    engine.runUntil(at(2));
    const order = (instant: number) =>
      ["fail3", `fail${SUBJECTS - 1}`, "mend0", "mend7"].map((event) => `${event} @ ${instant}`);
    expect(log).toEqual([...order(1), ...order(2)]);
  });
});

describe("a cancelled event", () => {
  test("does not happen, and is cancelled only once", () => {
    const { engine, log, fail } = build();
    const ticket = engine.at(at(1), fail, 0);
    const other = engine.at(at(1), fail, 1);
    expect([engine.cancel(ticket), engine.cancel(ticket)]).toEqual([true, false]);
    engine.runUntil(at(1));
    expect([log, engine.cancel(other)]).toEqual([["fail1 @ 1"], false]);
  });
});

describe("an engine that was reset", () => {
  test("is at the beginning, has nothing to do, and knows no handler", () => {
    const { engine, log, fail } = build();
    const ticket = engine.at(at(100), fail, 0);
    engine.runUntil(at(50));
    engine.reset();
    expect([engine.now, engine.pending, engine.cancel(ticket)]).toEqual([0, 0, false]);
    expect(() => engine.at(at(3), fail, 9)).toThrow("registered");
    const again = engine.on((subject) => log.push(`again${subject} @ ${engine.now}`));
    engine.at(at(3), again, 9);
    engine.runUntil(at(200));
    expect(log).toEqual(["again9 @ 3"]);
  });
});

describe("it is a defect", () => {
  test("to schedule into the past, or at something that is not an instant", () => {
    const { engine, fail } = build();
    engine.runUntil(at(10));
    expect(() => engine.at(at(9), fail, 0)).toThrow(Defect);
    expect(() => engine.after(lasting(-1), fail, 0)).toThrow(Defect);
    expect(() => engine.after(lasting(NaN), fail, 0)).toThrow(Defect);
    expect(() => engine.runUntil(at(9))).toThrow(Defect);
  });

  test("to schedule for an impossible handler or subject", () => {
    const { engine, fail, mend } = build();
    for (const handler of [-1, mend + 1]) expect(() => engine.at(at(1), handler, 0)).toThrow(Defect);
    for (const subject of [-1, SUBJECTS]) expect(() => engine.at(at(1), fail, subject)).toThrow(Defect);
  });

  test("to run, step or reset an engine from within its own run", () => {
    for (const within of [
      (engine: Engine) => engine.runUntil(at(9)),
      (engine: Engine) => engine.step(),
      (engine: Engine) => engine.reset(),
    ]) {
      const engine = new Engine();
      engine.at(
        at(1),
        engine.on(() => within(engine)),
        0,
      );
      expect(() => engine.runUntil(at(2))).toThrow(Defect);
    }
  });
});
