// The monitor of live mode, with probes that the test answers.

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

  test("probes again if a death is reported during a probe, which may have seen the state before", async () => {
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

  test("stops probing when it has ended", async () => {
    const eyes = begin();
    eyes.probeNow("vm/gridce");
    eyes.probeNow("vm/gridce");
    eyes.end();
    asked[0]("service");
    await settle();
    expect(received).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test("reports a late answer late, with the instant of the probe, and continues to probe meanwhile", async () => {
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

  test("reports no answers that arrive after its end", async () => {
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

  test("passes on what its listener throws", async () => {
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
