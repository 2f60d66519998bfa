// What the monitor reports, and when: its grid of probes, lost and lying probes, false alarms, silence that takes
// patience.

import { describe, expect, test } from "vitest";
import type { Event } from "../../../src/core/controller/contract/event.ts";
import { HOUR, seconds, type Duration, type Instant } from "../../../src/base/prelude/time.ts";
import { Bench, scripted, type BenchPlan } from "../../builders/bench.ts";
import { constant } from "../../builders/scenario.ts";

type Probed = Extract<Event, { kind: "probed" }>;

function probes(bench: Bench, target = "vm/gridce"): Probed[] {
  return bench.events.filter((event) => event.kind === "probed").filter((event) => event.target === target);
}

function watched(time: Duration, plan: BenchPlan = {}): Probed[] {
  const bench = new Bench(plan);
  bench.pass(time);
  return probes(bench);
}

const gaps = (instants: readonly Instant[]) => instants.slice(1).map((at, i) => at - instants[i]);

describe("a healthy target", () => {
  test("is probed once in each interval, at an offset of its own", () => {
    const bench = new Bench();
    bench.pass(HOUR);
    for (const { target } of [...bench.world.hosts, ...bench.world.vms]) {
      const asked = probes(bench, target).map(({ asked }) => asked);
      expect(asked).toHaveLength(240);
      expect(asked[0]).toBeLessThan(seconds(15));
      expect(new Set(gaps(asked))).toEqual(new Set([seconds(15)]));
    }
    const offsets = new Set(
      [...bench.world.hosts, ...bench.world.vms].map(({ target }) => probes(bench, target)[0].asked),
    );
    expect(offsets.size).toBe(3);
  });

  test("answers at once; silence is concluded after `patience`; probes continue at their interval", () => {
    const bench = new Bench({ faults: [scripted("guest-kernel-crash", "gridce", 1000)] });
    bench.pass(HOUR);
    for (const { asked, at, answer } of probes(bench)) expect(at - asked).toBe(answer === "nothing" ? seconds(5) : 0);
    expect(new Set(gaps(probes(bench).map(({ asked }) => asked)))).toEqual(new Set([seconds(15)]));
    expect(probes(bench).filter(({ answer }) => answer === "nothing").length).toBeGreaterThan(170);
  });

  test("is reported as it was at the time of the probe, also if it becomes silent right after", () => {
    const probe = watched(HOUR)[10];
    const bench = new Bench({ faults: [scripted("guest-kernel-crash", "gridce", (probe.asked + 1) / 1e6)] });
    bench.pass(HOUR);
    expect(probes(bench)[10].answer).toBe("service");
    expect(probes(bench)[11].answer).toBe("nothing");
  });
});

describe("a lost probe", () => {
  const LOSS: BenchPlan = { site: { probing: { patience: seconds(5), loss: 0.1, lie: 0 } } };

  test("sometimes reports silence of a healthy target", () => {
    const probes = watched((10 * HOUR) as Duration, LOSS);
    const lost = probes.filter(({ answer }) => answer === "nothing").length;
    // 2400 probes, one in ten lost: 240, give or take four standard deviations of 15.
    expect(lost).toBeGreaterThan(180);
    expect(lost).toBeLessThan(300);
    expect(probes.every(({ answer }) => answer !== "system")).toBe(true);
  });

  test("does not make a silent target answer", () => {
    const probes = watched((10 * HOUR) as Duration, { ...LOSS, faults: [scripted("guest-kernel-crash", "gridce", 1)] });
    expect(probes.filter(({ asked, answer }) => asked > seconds(1) && answer !== "nothing")).toEqual([]);
  });
});

describe("a lying probe", () => {
  const LIES: BenchPlan = { site: { probing: { patience: seconds(5), loss: 0, lie: 0.1 } } };

  test.each(["guest-kernel-crash", "service-hang"] as const)(
    "sometimes reports a target that is down as healthy: %s",
    (kind) => {
      const probes = watched((10 * HOUR) as Duration, { ...LIES, faults: [scripted(kind, "gridce", 16)] });
      const lies = probes.filter(({ asked, answer }) => asked > seconds(16) && answer === "service").length;
      expect(lies).toBeGreaterThan(180);
      expect(lies).toBeLessThan(300);
    },
  );

  test("reports a healthy target correctly", () => {
    expect(watched((10 * HOUR) as Duration, LIES).every(({ answer }) => answer === "service")).toBe(true);
  });
});

test("which probes are lost does not depend on what happens to the target, nor on which are skipped", () => {
  const plan: BenchPlan = { site: { probing: { patience: seconds(5), loss: 0.1, lie: 0 } } };
  const all = watched(HOUR, plan)
    .filter(({ answer }) => answer === "nothing")
    .map(({ asked }) => asked);
  const skipping = watched(HOUR, {
    ...plan,
    ignores: (event) => event.kind === "probed" && event.answer === "service",
  }).map(({ asked }) => asked);
  expect(all.length).toBeGreaterThan(10);
  expect(skipping).toEqual(all);
});

describe("a false alarm", () => {
  test.each([
    ["vm/gridce", "gridce"],
    ["host/alfa01", "alfa01"],
  ])("makes the monitor deaf to its target alone, while it lasts: %s", (target, name) => {
    const bench = new Bench({
      faults: [scripted("monitor-false-alarm", name, 1000, { lasts: constant(seconds(60)) })],
    });
    bench.pass(HOUR);
    for (const { asked, answer } of probes(bench, target))
      expect(answer).toBe(asked >= seconds(1000) && asked < seconds(1060) ? "nothing" : "service");
    expect(probes(bench, "host/alfa02").every(({ answer }) => answer === "service")).toBe(true);
    expect(bench.vm().answering).toBe("service");
  });

  test("is noticed, and its end as well, if ignored probes are skipped", () => {
    const steady = (event: Event) => event.kind === "probed" && event.answer === "service";
    const alarm = scripted("monitor-false-alarm", "gridce", 1000, { lasts: constant(seconds(60)) });
    const bench = new Bench({ faults: [alarm], ignores: steady });
    bench.pass(HOUR);
    expect(probes(bench).map(({ answer }) => answer)).toEqual(["nothing", "nothing", "nothing", "nothing"]);
    const deaf = (event: Event) => event.kind === "probed" && event.answer === "nothing";
    const other = new Bench({
      faults: [scripted("monitor-false-alarm", "gridce", 1000, { lasts: constant(seconds(60)) })],
      ignores: deaf,
    });
    other.pass(HOUR);
    expect(probes(other).filter(({ asked }) => asked >= seconds(1060)).length).toBeGreaterThan(160);
  });

  test("that delays answers loses none: they are reported late, with the instant of the probe", () => {
    const alarm = scripted("monitor-false-alarm", "gridce", 1000, { lasts: constant(seconds(60)), delay: seconds(40) });
    const bench = new Bench({ faults: [alarm] });
    bench.pass(HOUR);
    const late = probes(bench).filter(({ asked }) => asked >= seconds(1000) && asked < seconds(1060));
    expect(late).toHaveLength(4);
    for (const { at, asked, answer } of late) expect([at - asked, answer]).toEqual([seconds(40), "service"]);
    expect(probes(bench)).toHaveLength(240);
    expect(probes(bench, "vm/gridse").every(({ at, asked }) => at === asked)).toBe(true);
  });

  test("that delays answers delays silence as well, and is noticed if ignored probes are skipped", () => {
    const steady = (event: Event) => event.kind === "probed" && event.answer === "service" && event.at < seconds(1000);
    const alarm = scripted("monitor-false-alarm", "gridce", 1000, { lasts: constant(seconds(60)), delay: seconds(40) });
    const bench = new Bench({ faults: [alarm, scripted("guest-kernel-crash", "gridce", 990)], ignores: steady });
    bench.pass(seconds(1200));
    const silent = probes(bench).filter(({ asked }) => asked >= seconds(1000) && asked < seconds(1050));
    expect(silent.length).toBeGreaterThan(0);
    for (const { at, asked, answer } of silent) expect([at - asked, answer]).toEqual([seconds(45), "nothing"]);
  });
});
