// The random streams of faults are named for the fault and its target: whatever else is in a scenario, and whatever a
// controller does, no injection moves. One may be missing where its target was down at that instant, and no other.

import fc from "fast-check";
import { expect, test } from "vitest";
import { streamNames, type TimedFor } from "../../../src/core/cluster/fault-streams.ts";
import { FAULT_KINDS, factsOf, faultOf, type Fault, type FaultKind } from "../../../src/core/cluster/fault.ts";
import { isTurnEntry, type Entry } from "../../../src/core/journal/entry.ts";
import type { Scenario } from "../../../src/core/scenario/scenario.ts";
import { playIncident } from "../../../src/study/experiment/incident.ts";
import { DAY, HOUR, MINUTE, seconds, type Duration, type Instant } from "../../../src/base/prelude/time.ts";
import type { Distribution } from "../../../src/base/random/distribution.ts";
import { hardScenario, HOSTS, VMS } from "../../builders/hard-scenario.ts";
import { exponential } from "../../builders/scenario.ts";

/** More with RUNS=1000 in the environment. */
const RUNS = Number(process.env["RUNS"] ?? 15);
const HORIZON = (10 * DAY) as Duration;

/** Whether the kind has one timer for each healthy target, so that its distribution must have no memory here. */
const waitsForHealth = (kind: FaultKind) => !factsOf(kind).overlaps && ["vm", "host"].includes(factsOf(kind).affects);

const targetsOf = (kind: FaultKind) => ({ vm: VMS, host: HOSTS, site: [], monitored: VMS })[factsOf(kind).affects];

const anyDistribution: fc.Arbitrary<Distribution> = fc.constantFrom<Distribution>(
  exponential(DAY),
  { kind: "weibull", shape: 0.7, scale: DAY },
  { kind: "uniform", low: HOUR, high: (3 * DAY) as Duration },
);
const lasting = fc.constantFrom<Distribution>(
  { kind: "lognormal", median: (4 * MINUTE) as Duration, sigma: 1.5 },
  { kind: "gamma", shape: 2.5, scale: MINUTE },
  { kind: "constant", value: HOUR },
);

const someFault = (number: number): fc.Arbitrary<Fault> =>
  fc
    .record({
      kind: fc.constantFrom(...FAULT_KINDS),
      among: fc.integer({ min: 1, max: VMS.length }),
      together: fc.boolean(),
      lastsEach: fc.boolean(),
      every: anyDistribution,
      lasts: lasting,
    })
    .map(({ kind, among, together, lastsEach, every, lasts }) => {
      const on = targetsOf(kind).slice(0, among);
      const common = together && on.length > 0;
      return {
        ...faultOf(kind),
        name: `f${number}`,
        on,
        together,
        when: { kind: "every", distribution: waitsForHealth(kind) && !common ? exponential(DAY) : every },
        lasts: factsOf(kind).endedBy.includes("duration") ? lasts : undefined,
        lastsEach: common && lastsEach,
      };
    });

const someFaults = fc
  .integer({ min: 2, max: 7 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => someFault(i))));

type Change = {
  readonly what: string;
  readonly change: (scenario: Scenario) => Scenario;
};

const ADDED = "added";

/** Adds it to the site, and to the targets of each fault of that kind of target. */
function withTarget(scenario: Scenario, affects: "vm" | "host"): Scenario {
  const { site, settings } = scenario;
  const faults = scenario.faults.map((fault) =>
    factsOf(fault.kind).affects === affects ? { ...fault, on: [ADDED, ...fault.on] } : fault,
  );
  const add = <T>(list: readonly T[]) => [{ ...list[0], name: ADDED }, ...list];
  return affects === "vm"
    ? {
        ...scenario,
        faults,
        site: { ...site, vms: add(site.vms) },
        settings: { ...settings, vms: add(settings.vms) },
      }
    : {
        ...scenario,
        faults,
        site: { ...site, hosts: add(site.hosts) },
        settings: { ...settings, hosts: add(settings.hosts) },
      };
}

const someChange: fc.Arbitrary<Change> = fc.oneof(
  fc.nat(6).map((which) => ({
    what: `without fault ${which}`,
    change: (scenario: Scenario) => ({
      ...scenario,
      faults: scenario.faults.filter((_, i) => i !== which % scenario.faults.length),
    }),
  })),
  fc.constant({
    what: "in another order",
    change: (scenario: Scenario) => ({ ...scenario, faults: scenario.faults.toReversed() }),
  }),
  fc.constantFrom("vm", "host").map((affects) => ({
    what: `with a ${affects} more`,
    change: (scenario: Scenario) => withTarget(scenario, affects),
  })),
  fc.constant({
    what: "with another policy",
    change: (scenario: Scenario) => ({
      ...scenario,
      settings: { ...scenario.settings, ladder: scenario.settings.ladder.slice(1), maxConcurrent: 1 },
    }),
  }),
);

type Told = {
  readonly injections: ReadonlyMap<string, readonly Instant[]>;
  readonly down: (of: string, at: Instant) => boolean;
};

function play(scenario: Scenario): Told {
  const entries: Entry[] = [];
  playIncident(scenario, { horizon: HORIZON }, (entry) => {
    if (!isTurnEntry(entry)) entries.push(entry);
  });
  const injections = new Map<string, Instant[]>();
  for (const entry of entries) {
    if (entry.kind !== "fault-begun") continue;
    const key = `${entry.fault} ${entry.subject}`;
    injections.set(key, [...(injections.get(key) ?? []), entry.at]);
  }
  return { injections, down: (of, at) => wasDown(entries, of, at) };
}

/** Whether, at that instant, the VM or host was not in its healthy state. */
function wasDown(entries: readonly Entry[], of: string, at: Instant): boolean {
  let answers = true;
  let serves = true;
  for (const entry of entries) {
    if (entry.at > at) break;
    if (!("subject" in entry) || entry.subject !== of) continue;
    if (entry.kind === "service-lost") answers = false;
    else if (entry.kind === "service-back") answers = true;
    else if (entry.kind === "answer-changed") answers = entry.answer === "service";
    else if (entry.kind === "stage-entered") serves = entry.stage === "serving";
    else if (entry.kind === "host-off" || entry.kind === "layer-down") serves = false;
    else if (entry.kind === "layer-up") serves = true;
  }
  return !answers || !serves;
}

/** Injections into targets that both have, which one of them lacks although nothing was wrong with the target. */
function moved(one: Told, other: Told, kept: (key: string) => boolean): string[] {
  return [...one.injections].flatMap(([key, instants]) => {
    const subject = key.slice(key.indexOf(" ") + 1);
    const others = new Set(other.injections.get(key) ?? []);
    const missing = instants.filter((at) => !others.has(at) && !other.down(subject, at));
    return kept(key) ? missing.map((at) => `${key} at ${at}`) : [];
  });
}

const keyed = ({ faults, site }: Scenario) =>
  new Set(
    faults.flatMap(({ kind, on }) =>
      (on.length === 0 ? ["site"] : on).map((name) =>
        name === "site" ? `${kind} site` : `${kind} ${site.vms.some((vm) => vm.name === name) ? "vm" : "host"}/${name}`,
      ),
    ),
  );

test("a change of the rest moves no injection, whatever the faults and their targets", { timeout: 600_000 }, () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.nat().map(String), someFaults, someChange, (seed, faults, { change }) => {
      const scenario = { ...hardScenario({ seed }), faults };
      const changed = change(scenario);
      const [before, after] = [play(scenario), play(changed)];
      const removed = keyed({
        ...scenario,
        faults: scenario.faults.filter((fault) => !changed.faults.includes(fault)),
      });
      const known = keyed(scenario);
      // Faults of one kind and target are told together: of a removed one, only what is left is compared.
      const stays = changed.faults.length === scenario.faults.length ? () => true : (key: string) => !removed.has(key);
      expect(moved(before, after, stays)).toEqual([]);
      expect(moved(after, before, (key) => known.has(key))).toEqual([]);
      for (const instants of before.injections.values()) compared += instants.length;
    }),
    { numRuns: RUNS, seed: 20_000 },
  );
  expect(compared).toBeGreaterThan(RUNS * 20);
});

const random = (kind: FaultKind, more: Partial<Pick<Fault, "name" | "on" | "together">> = {}): Fault => ({
  ...faultOf(kind),
  on: ["a"],
  together: false,
  when: { kind: "every", distribution: exponential(DAY) },
  lasts: undefined,
  lastsEach: false,
  ...more,
});

const named = (...faults: (readonly [Fault, TimedFor])[]) => {
  const nameOf = streamNames();
  return faults.map(([fault, of]) => nameOf(fault, of));
};

test("a stream bears the name of its fault, else its kind, and the target", () => {
  expect(
    named(
      [random("guest-kernel-crash"), "vm/a"],
      [random("guest-kernel-crash", { name: "old-kernel" }), "vm/a"],
      [random("host-power-loss", { name: "rack", together: true }), "together"],
      [random("network-outage", { on: [] }), "site"],
    ),
  ).toEqual([
    "fault/guest-kernel-crash/vm/a",
    "fault/old-kernel/vm/a",
    "fault/rack/together",
    "fault/network-outage/site",
  ]);
});

test("faults of one name and target are numbered among themselves, those that draw nothing excepted", () => {
  const crash = random("guest-kernel-crash");
  const at = { kind: "at", at: seconds(1) as number as Instant } as const;
  expect(
    named([crash, "vm/a"], [crash, "vm/b"], [{ ...crash, when: at }, "vm/a"], [crash, "vm/a"], [crash, "vm/a"]),
  ).toEqual([
    "fault/guest-kernel-crash/vm/a",
    "fault/guest-kernel-crash/vm/b",
    "fault/guest-kernel-crash/vm/a",
    "fault/guest-kernel-crash/vm/a#2",
    "fault/guest-kernel-crash/vm/a#3",
  ]);
});
