// What holds for every cluster and every conversation with its controller. RUNS=100000 in the environment tries more
// of them.

import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { State } from "../../../src/core/controller/three-rc/beliefs.ts";
import type { Command } from "../../../src/core/controller/contract/command.ts";
import type { Event } from "../../../src/core/controller/contract/event.ts";
import type { Settings } from "../../../src/core/controller/contract/settings.ts";
import { threeRc } from "../../../src/core/controller/three-rc/three-rc.ts";
import { START } from "../../../src/base/prelude/time.ts";
import { invariantsOf } from "./invariants.ts";
import { someCluster, someTalk, talk, type Move } from "./random-talk.ts";

const RUNS = Number(process.env["RUNS"] ?? 500);
vi.setConfig({ testTimeout: 3_600_000 });

/** Every conversation: no defect is thrown, and `see` is called for each step. */
function forEveryTalk(
  see: (
    settings: Settings,
    beginning: State,
  ) => (state: State, event: Event, step: () => readonly Command[]) => readonly Command[],
): void {
  fc.assert(
    fc.property(someCluster, someTalk, (settings, moves) => {
      const state = threeRc.begin(settings, START);
      const seen = see(settings, state);
      talk(
        settings,
        moves,
        (event) => seen(state, event, () => deliver(state, event)),
        () => threeRc.nextDeadline(state),
      );
    }),
    { numRuns: RUNS },
  );
}

/** As the loop does it. */
function deliver(state: State, event: Event): readonly Command[] {
  return threeRc.ignores(state, event) ? [] : threeRc.step(state, event);
}

test("for all events: no defect, consistent beliefs, bounded waits, no start of a VM that may run elsewhere", () => {
  const given = new Set<string>();
  forEveryTalk((_settings, beginning) => {
    const invariants = invariantsOf();
    invariants(beginning, undefined, []);
    return (state, event, step) => {
      const commands = step();
      invariants(state, event, commands);
      for (const command of commands) given.add(command.kind);
      return commands;
    };
  });
  expect([...given].toSorted(), "talks that led to every kind of command").toEqual(COMMANDS);
});

const COMMANDS = [
  "alert",
  "announce",
  "fence-host",
  "inspect-host",
  "migrate-vm",
  "power-on-host",
  "reboot-vm",
  "reinstall-vm",
  "restart-layer",
  "start-vm",
  "stop-vm",
  "watch",
];

test("an event that it says it ignores changes nothing and causes no command", () => {
  let ignored = 0;
  forEveryTalk(() => (state, event, step) => {
    if (!threeRc.ignores(state, event)) return step();
    ignored++;
    const before = JSON.stringify(state);
    expect(threeRc.step(state, event)).toEqual([]);
    expect(JSON.stringify(state)).toBe(before);
    return [];
  });
  expect(ignored).toBeGreaterThan(RUNS);
});

test("equal inputs give equal outputs, also if the state is serialised and read again at any point", () => {
  fc.assert(
    fc.property(someCluster, someTalk, fc.nat(80), (settings, moves, cut) => {
      const once = transcript(settings, moves, Infinity);
      expect(transcript(settings, moves, Infinity)).toBe(once);
      expect(transcript(settings, moves, cut)).toBe(once);
    }),
    { numRuns: RUNS },
  );
});

/** All commands and the last state, as text. From the event numbered `cut` on, the state is one that was read back. */
function transcript(settings: Settings, moves: readonly Move[], cut: number): string {
  const said: (readonly Command[])[] = [];
  let state = threeRc.begin(settings, START);
  const tell = (event: Event) => {
    if (said.length === cut) state = JSON.parse(JSON.stringify(state)) as State;
    const commands = deliver(state, event);
    said.push(commands);
    return commands;
  };
  talk(settings, moves, tell, () => threeRc.nextDeadline(state));
  return JSON.stringify([said, state]);
}
