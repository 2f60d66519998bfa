// The one loop: step, record, perform. And its journal, which is enough to replay everything.

import { describe, expect, test } from "vitest";
import { rebuild } from "../../../src/core/control-loop/rebuild.ts";
import { startLoop } from "../../../src/core/control-loop/control-loop.ts";
import type { Command } from "../../../src/core/controller/contract/command.ts";
import type { Event } from "../../../src/core/controller/contract/event.ts";
import type { Turn } from "../../../src/core/controller/contract/turn.ts";
import { threeRc } from "../../../src/core/controller/three-rc/three-rc.ts";
import type { Connect, Door } from "../../../src/core/drivers/contract.ts";
import { replay } from "../../../src/core/drivers/replay-driver.ts";
import { Defect } from "../../../src/base/prelude/check.ts";
import { DAY, later, seconds, START, type Instant } from "../../../src/base/prelude/time.ts";
import { isTurnEntry, type Entry } from "../../../src/core/journal/entry.ts";
import { entriesOf } from "../../../src/core/journal/turns.ts";
import { hardScenario } from "../../builders/hard-scenario.ts";
import { observe } from "../../builders/run.ts";
import { someSettings } from "../../builders/scenario.ts";

/** A driver that only keeps its requests, and the loop that is connected to it. */
function connected({ full = false } = {}) {
  const told: string[] = [];
  const wakes: (Instant | undefined)[] = [];
  const doors: Door[] = [];
  const connect: Connect = (door) => {
    doors.push(door);
    return {
      perform(turn) {
        told.push(`perform ${idsOf(turn)}`);
        wakes.push(turn.deadline);
      },
    };
  };
  const settings = someSettings();
  startLoop(threeRc, threeRc.begin(settings, START), connect, (turn) => {
    if (full) throw new Error("the disk is full");
    told.push(`record ${turn.event.kind} ${idsOf(turn)}`);
  });
  const deliver = (event: Event) => doors.forEach((door) => door.deliver(event));
  return { told, wakes, deliver, door: doors[0] };
}

function idsOf({ commands }: Turn): string {
  return commands.map(({ id }) => id).join(" ");
}

const silence = (at: number): Event => ({
  kind: "probed",
  at: seconds(at) as number as Instant,
  asked: seconds(at - 5) as number as Instant,
  target: "vm/gridce",
  answer: "nothing",
});

describe("the loop", () => {
  test("asks to be woken at the controller's first deadline, if there is one", () => {
    expect(connected().wakes).toEqual([undefined]);
  });

  test("records a whole turn, and then performs it", () => {
    const { told, deliver } = connected();
    deliver(silence(10));
    expect(told).toEqual(["perform ", "record probed 1 2", "perform 1 2"]);
  });

  test("performs nothing of a turn that cannot be recorded", () => {
    const { told, wakes, deliver } = connected({ full: true });
    expect(() => deliver(silence(10))).toThrow("the disk is full");
    expect(told).toEqual(["perform "]);
    expect(wakes).toEqual([undefined]);
  });

  test("asks to be woken at the controller's next deadline after each event", () => {
    const { wakes, deliver } = connected();
    for (const at of [10, 20, 30]) deliver(silence(at));
    expect(wakes).toEqual([undefined, undefined, undefined, later(START, seconds(30 + 120))]);
  });

  test("drops what the controller ignores: it is neither stepped nor recorded", () => {
    const { told, wakes, deliver, door } = connected();
    const good: Event = { ...silence(10), answer: "service" } as Event;
    expect(door.ignores(good)).toBe(true);
    deliver(good);
    expect(told).toEqual(["perform "]);
    expect(wakes).toHaveLength(1);
  });
});

describe("a journal", () => {
  const scenario = hardScenario({ seed: "journal" });
  const { journal } = observe(scenario, { lasting: DAY });

  test("was written of a day with many events", () => {
    expect(journal.length).toBeGreaterThan(1000);
  });

  test("is replayed through the same loop: the same commands are recorded and performed", () => {
    const again: Entry[] = [];
    const { connect, run } = replay(journal);
    startLoop(threeRc, threeRc.begin(scenario.settings, START), connect, (turn) => again.push(...entriesOf(turn)));
    run();
    expect(again).toEqual(journal.filter(isTurnEntry));
  });

  test("that was written and read again rebuilds the same state as its replay", () => {
    const state = threeRc.begin(scenario.settings, START);
    const { connect, run } = replay(journal);
    startLoop(threeRc, state, connect, () => {});
    run();
    const read = journal.map((entry) => JSON.parse(JSON.stringify(entry)) as Entry);
    expect(rebuild(threeRc, scenario.settings, START, read)).toEqual(state);
  });

  test("with a changed command is a defect that names the event with another answer", () => {
    const at = journal.findIndex((entry) => entry.kind === "command" && entry.command.kind === "fence-host");
    const forged = journal.map((entry, i) =>
      i === at && entry.kind === "command"
        ? { ...entry, command: { ...entry.command, host: "alfa99" } as Command }
        : entry,
    );
    expect(() => rebuild(threeRc, scenario.settings, START, forged)).toThrow(
      /is answered by .* and the journal has .*alfa99/,
    );
    const { connect, run } = replay(forged);
    startLoop(threeRc, threeRc.begin(scenario.settings, START), connect, () => {});
    expect(run).toThrow(Defect);
  });

  test("that lacks a command is a defect, except in the last turn, which a crash may have interrupted", () => {
    const lastEvent = journal.findLastIndex(
      (entry, i) => entry.kind === "event" && journal[i + 1]?.kind === "command" && journal[i + 2]?.kind === "command",
    );
    const torn = journal.slice(0, lastEvent + 2);
    expect(() => rebuild(threeRc, scenario.settings, START, torn)).not.toThrow();
    const firstCommand = journal.findIndex(({ kind }) => kind === "command");
    expect(() => rebuild(threeRc, scenario.settings, START, journal.toSpliced(firstCommand, 1))).toThrow(Defect);
  });

  test("that is empty rebuilds the initial state", () => {
    expect(rebuild(threeRc, scenario.settings, START, [])).toEqual(threeRc.begin(scenario.settings, START));
  });

  test("that begins with a command is not valid", () => {
    expect(() =>
      rebuild(
        threeRc,
        scenario.settings,
        START,
        journal.filter(({ kind }) => kind === "command"),
      ),
    ).toThrow("a journal's commands answer events");
  });
});

test("a replay without a connected driver is a defect", () => {
  expect(() => replay([]).run()).toThrow(Defect);
});
