// The monitor of live mode, whose looks a test answers when it wants.

import { afterEach, describe, expect, test } from "vitest";
import type { Answer, Event } from "../../../src/core/controller/contract/event.ts";
import { LiveMonitor, type MonitorListener } from "../../../src/live/driver/monitor.ts";
import { pause } from "../../../src/base/platform/clock.ts";
import { seconds } from "../../../src/base/prelude/time.ts";

describe("the live monitor", () => {
  const received: Event[] = [];
  const failures: unknown[] = [];
  const asked: ((answer: Answer) => void)[] = [];
  let monitor: LiveMonitor | undefined;

  const begin = (listener: Partial<MonitorListener> = {}) => {
    const probe = () => new Promise<Answer>((resolve) => asked.push(resolve));
    monitor = new LiveMonitor(
      { deliver: (event) => received.push(event), failed: (error) => failures.push(error), ...listener },
      new Map([["vm/gridce", probe]]),
      () => seconds(1000),
    );
    return monitor;
  };
  const settle = () => pause(seconds(0.01));

  afterEach(() => {
    monitor?.end();
    for (const list of [received, failures, asked]) list.length = 0;
  });

  test("looks again when it is told of a death during a look: that may have seen the time before", async () => {
    const eyes = begin();
    eyes.probeNow("vm/gridce");
    eyes.probeNow("vm/gridce");
    expect(asked).toHaveLength(1);
    asked[0]("service");
    await settle();
    expect(asked).toHaveLength(2);
    asked[1]("nothing");
    await settle();
    expect(received).toMatchObject([{ answer: "service" }, { answer: "nothing" }]);
    expect(asked).toHaveLength(2);
  });

  test("looks no more when it has ended", async () => {
    const eyes = begin();
    eyes.probeNow("vm/gridce");
    eyes.probeNow("vm/gridce");
    eyes.end();
    asked[0]("service");
    await settle();
    expect(received).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test("tells late what it hears late, with the instant at which it asked, and goes on looking meanwhile", async () => {
    const probe = () => Promise.resolve<Answer>("service");
    monitor = new LiveMonitor(
      { deliver: (event) => received.push(event), failed: (error) => failures.push(error) },
      new Map([["vm/gridce", probe]]),
      () => seconds(1000),
      { answer: (_, answer) => answer, late: () => seconds(0.4) },
    );
    monitor.probeNow("vm/gridce");
    await pause(seconds(0.2));
    monitor.probeNow("vm/gridce");
    expect(received).toEqual([]);
    await pause(seconds(1));
    expect(received).toHaveLength(2);
    for (const event of received)
      expect(event.kind === "probed" && event.at - event.asked).toBeGreaterThanOrEqual(seconds(0.39));
  });

  test("tells nothing any more of what was on its way when it ended", async () => {
    const probe = () => Promise.resolve<Answer>("service");
    monitor = new LiveMonitor(
      { deliver: (event) => received.push(event), failed: (error) => failures.push(error) },
      new Map([["vm/gridce", probe]]),
      () => seconds(1000),
      { answer: (_, answer) => answer, late: () => seconds(0.1) },
    );
    monitor.probeNow("vm/gridce");
    await settle();
    monitor.end();
    await pause(seconds(0.3));
    expect(received).toEqual([]);
  });

  test("hands on what goes wrong in whoever hears it", async () => {
    const wrong = new Error("the journal is full");
    begin({
      deliver: () => {
        throw wrong;
      },
    }).probeNow("vm/gridce");
    asked[0]("service");
    await settle();
    expect(failures).toEqual([wrong]);
  });
});
