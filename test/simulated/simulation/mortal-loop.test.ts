// A controller that crashes in a scenario, or whose journal cannot be written: what it receives and does, and what not.

import { describe, expect, test } from "vitest";
import { rebuild } from "../../../src/core/control-loop/rebuild.ts";
import { threeRc } from "../../../src/core/controller/three-rc/three-rc.ts";
import type { ControllerOutage } from "../../../src/core/cluster/intervention.ts";
import type { Fault } from "../../../src/core/cluster/fault.ts";
import { streamsOf } from "../../../src/base/random/random-stream.ts";
import {
  DAY,
  HOUR,
  MINUTE,
  seconds,
  START,
  toSeconds,
  type Duration,
  type Instant,
} from "../../../src/base/prelude/time.ts";
import { isTurnEntry, type Entry } from "../../../src/core/journal/entry.ts";
import type { Scenario } from "../../../src/core/scenario/scenario.ts";
import { playIncident } from "../../../src/study/experiment/incident.ts";
import { scripted } from "../../builders/bench.ts";
import { hardScenario } from "../../builders/hard-scenario.ts";
import { observe, tail } from "../../builders/run.ts";
import { aScenario, constant, type Plan } from "../../builders/scenario.ts";

const INCIDENT = { kind: "incident", horizon: HOUR, clock: 0 as Duration } as const;

const outage = (kind: ControllerOutage["kind"], at: number, lasts: number): ControllerOutage => ({
  kind,
  at: seconds(at) as number as Instant,
  lasts: seconds(lasts),
});

function played(
  controllerOutages: readonly ControllerOutage[],
  faults: readonly Fault[],
  plan: Plan = {},
  more: Partial<Scenario> = {},
) {
  const scenario = aScenario(INCIDENT, plan, { controllerOutages, faults, ...more });
  return { scenario, ...observe(scenario, { lasting: HOUR }) };
}

/** Between these instants, in seconds. */
function within(journal: readonly Entry[], from: number, to: number): readonly Entry[] {
  return journal.filter(
    ({ at }) => toSeconds(at as number as Duration) > from && toSeconds(at as number as Duration) < to,
  );
}

const resumptions = (journal: readonly Entry[]) =>
  journal
    .filter((entry) => entry.kind === "event" && entry.event.kind === "resumed")
    .map(({ at }) => toSeconds(at as number as Duration));

describe("while a controller has crashed", () => {
  const KILLED = scripted("domain-killed", "gridce", 110);

  test("nothing is received or ordered; then it resumes, and recovers what it finds", () => {
    const { journal, down } = played([outage("controller-crash", 100, 300)], [KILLED]);
    expect(within(journal, 100, 400).filter(isTurnEntry)).toEqual([]);
    expect(resumptions(journal)).toEqual([400]);
    expect(down).toEqual([]);
    const commands = journal.filter((entry) => entry.kind === "command" && entry.command.kind === "reboot-vm");
    expect(commands).toHaveLength(1);
  });

  test("its state is that of its journal, which replays to the same commands", () => {
    const { journal, scenario } = played(
      [outage("controller-crash", 118, 5), outage("journal-failure", 125, 60)],
      [KILLED],
    );
    expect(resumptions(journal)).toEqual([123, 185]);
    rebuild(threeRc, scenario.settings, START, journal); // a Defect if a command came out otherwise
  });

  test("what it had ordered goes on by itself, and what is still under way when it is back is ended", () => {
    const slowly = (takes: number) => ({ actions: { "reboot-vm": { takes: constant(seconds(takes)) } } });
    const ordered = (journal: readonly Entry[]) =>
      journal.find((entry) => entry.kind === "command" && entry.command.kind === "reboot-vm")?.at ?? 0;
    const free = played([], [KILLED], slowly(60));
    const at = toSeconds(ordered(free.journal) as Duration);
    const booted = (journal: readonly Entry[]) =>
      within(journal, at + 59, at + 61).some((entry) => entry.kind === "domain-started");
    const crash = (lasts: number) => played([outage("controller-crash", at + 10, lasts)], [KILLED], slowly(60)).journal;
    expect([booted(free.journal), booted(crash(100)), booted(crash(40))]).toEqual([true, true, false]);
  });

  test("operators repeat what they asked for", () => {
    const operations = [{ at: seconds(150) as number as Instant, request: { kind: "disarm" as const } }];
    const { journal } = played([outage("controller-crash", 100, 300)], [], {}, { operations });
    const asked = journal.filter((entry) => entry.kind === "event" && entry.event.kind === "requested");
    expect(asked.map(({ at }) => toSeconds(at as number as Duration))).toEqual([400]);
  });

  test("another crash makes it longer, and a third after it is another", () => {
    const { journal } = played(
      [outage("controller-crash", 100, 60), outage("controller-crash", 130, 100), outage("controller-crash", 400, 10)],
      [],
    );
    expect(resumptions(journal)).toEqual([230, 410]);
  });
});

describe("while its journal cannot be written", () => {
  test("the first turn that must be recorded ends a controller, and nothing of it is performed", () => {
    const failure = outage("journal-failure", 112, 300);
    const { journal, down } = played([failure], [scripted("domain-killed", "gridce", 110)]);
    expect(within(journal, 112, 412).filter(isTurnEntry)).toEqual([]);
    expect(journal.filter(({ kind }) => kind === "controller-down")).toMatchObject([{ outage: "journal-failure" }]);
    expect(resumptions(journal)).toEqual([412]);
    expect(down).toEqual([]);
  });

  test("a controller that has nothing to record does not notice", () => {
    expect(resumptions(played([outage("journal-failure", 100, 300)], []).journal)).toEqual([]);
  });
});

test("skipping and probing write the same journal, also over outages of the controller", () => {
  const hard: Plan = {
    vms: { gridce: "alfa01", gridse: "alfa02", bdii: "alfa02" },
    site: { probing: { patience: seconds(5), loss: 0.02, lie: 0.02 } },
  };
  for (let begin = 95; begin < 130; begin += 2.5) {
    const scenario = aScenario(INCIDENT, hard, {
      faults: [
        scripted("guest-kernel-crash", "gridce", 100),
        scripted("host-power-loss", "alfa02", 105, { lasts: constant(MINUTE) }),
        scripted("monitor-false-alarm", "gridce", 300, { lasts: constant(MINUTE), delay: seconds(7) }),
      ],
      controllerOutages: [
        outage("controller-crash", begin, 33),
        outage("journal-failure", 200 + begin, 21),
        outage("controller-crash", 600, 1),
      ],
    });
    const [skipped, probed] = [false, true].map((everyProbe) => {
      const entries: string[] = [];
      playIncident(scenario, INCIDENT, (entry) => entries.push(JSON.stringify(entry)), everyProbe);
      return entries;
    });
    expect(skipped).toEqual(probed);
  }
});

test("a controller that crashes again and again runs no VM twice, and all serve at the end", () => {
  for (let seed = 0; seed < 3; seed++) {
    const chance = streamsOf(String(seed), 0).of("test/outages");
    const controllerOutages = Array.from({ length: 40 }, (_, i) =>
      outage(i % 3 === 0 ? "journal-failure" : "controller-crash", chance.next() * 86_400, chance.next() * 600),
    );
    const scenario = hardScenario({ seed: String(seed), faults: "scripted", calmFrom: DAY });
    const { violations, down, journal } = observe(
      { ...scenario, controllerOutages },
      { lasting: (5 * DAY) as Duration },
    );
    const wrong = [...violations, ...down.map((vm) => `${vm} does not serve`)].join(", ");
    expect(resumptions(journal).length).toBeGreaterThan(20);
    expect(wrong === "" ? "" : `${seed}: ${wrong}\n${tail(journal, 60)}`).toBe("");
  }
});
