// The monitor of live mode, whose looks a test answers when it wants.

import { afterEach, describe, expect, test } from "vitest";
import type { Answer, Event } from "../../../src/core/controller/contract/event.ts";
import { Monitor, type Listener } from "../../../src/live/driver/monitor.ts";
import { pause } from "../../../src/base/platform/clock.ts";
import { seconds } from "../../../src/base/prelude/time.ts";

describe("the live monitor", () => {
  const heard: Event[] = [];
  const failures: unknown[] = [];
  const asked: ((answer: Answer) => void)[] = [];
  let monitor: Monitor | undefined;

  const begin = (listener: Partial<Listener> = {}) => {
    const look = () => new Promise<Answer>((resolve) => asked.push(resolve));
    monitor = new Monitor(
      { deliver: (event) => heard.push(event), failed: (error) => failures.push(error), ...listener },
      new Map([["vm/gridce", look]]),
      () => seconds(1000),
    );
    return monitor;
  };
  const settle = () => pause(seconds(0.01));

  afterEach(() => {
    monitor?.end();
    for (const list of [heard, failures, asked]) list.length = 0;
  });

  test("looks again when it is told of a death during a look: that may have seen the time before", async () => {
    const eyes = begin();
    eyes.lookNow("vm/gridce");
    eyes.lookNow("vm/gridce");
    expect(asked).toHaveLength(1);
    asked[0]("service");
    await settle();
    expect(asked).toHaveLength(2);
    asked[1]("nothing");
    await settle();
    expect(heard).toMatchObject([{ answer: "service" }, { answer: "nothing" }]);
    expect(asked).toHaveLength(2);
  });

  test("looks no more when it has ended", async () => {
    const eyes = begin();
    eyes.lookNow("vm/gridce");
    eyes.lookNow("vm/gridce");
    eyes.end();
    asked[0]("service");
    await settle();
    expect(heard).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test("tells late what it hears late, with the instant at which it asked, and goes on looking meanwhile", async () => {
    const look = () => Promise.resolve<Answer>("service");
    monitor = new Monitor(
      { deliver: (event) => heard.push(event), failed: (error) => failures.push(error) },
      new Map([["vm/gridce", look]]),
      () => seconds(1000),
      { hears: (_, answer) => answer, late: () => seconds(0.4) },
    );
    monitor.lookNow("vm/gridce");
    await pause(seconds(0.2));
    monitor.lookNow("vm/gridce");
    expect(heard).toEqual([]);
    await pause(seconds(1));
    expect(heard).toHaveLength(2);
    for (const event of heard)
      expect(event.kind === "probed" && event.at - event.asked).toBeGreaterThanOrEqual(seconds(0.39));
  });

  test("tells nothing any more of what was on its way when it ended", async () => {
    const look = () => Promise.resolve<Answer>("service");
    monitor = new Monitor(
      { deliver: (event) => heard.push(event), failed: (error) => failures.push(error) },
      new Map([["vm/gridce", look]]),
      () => seconds(1000),
      { hears: (_, answer) => answer, late: () => seconds(0.1) },
    );
    monitor.lookNow("vm/gridce");
    await settle();
    monitor.end();
    await pause(seconds(0.3));
    expect(heard).toEqual([]);
  });

  test("hands on what goes wrong in whoever hears it", async () => {
    const wrong = new Error("the journal is full");
    begin({
      deliver: () => {
        throw wrong;
      },
    }).lookNow("vm/gridce");
    asked[0]("service");
    await settle();
    expect(failures).toEqual([wrong]);
  });
});
