// Checked by the world, not by the controller's beliefs: under all faults no invariant of the world is violated, and
// when the faults stop every VM serves again. The check is checked, too: a controller that does not fence is detected.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { State } from "../../../src/core/controller/three-rc/beliefs.ts";
import type { Command } from "../../../src/core/controller/contract/command.ts";
import type { Controller } from "../../../src/core/controller/contract/controller.ts";
import type { Event } from "../../../src/core/controller/contract/event.ts";
import { threeRc } from "../../../src/core/controller/three-rc/three-rc.ts";
import { DAY, HOUR, type Duration } from "../../../src/base/prelude/time.ts";
import { scripted } from "../../builders/bench.ts";
import { hardScenario, type Hardness } from "../../builders/hard-scenario.ts";
import { observe, tail, type Observed } from "../../builders/run.ts";
import { aScenario } from "../../builders/scenario.ts";

const NO_HURRY = { timeout: 3_600_000 };
/** More with RUNS=1000 in the environment. */
const RUNS = Number(process.env["RUNS"] ?? 12);

const someSeed = fc.integer({ min: 0, max: 2 ** 31 }).map(String);
const someHardness: fc.Arbitrary<Partial<Hardness>> = fc.record({
  seed: someSeed,
  loss: fc.constantFrom(0, 0.002, 0.02),
  lie: fc.constantFrom(0, 0.05, 0.3),
  fails: fc.constantFrom(0, 0.1, 0.3),
  hangs: fc.constantFrom(0, 0.05, 0.2),
  silent: fc.constantFrom(0, 0.05, 0.2),
  faultsADay: fc.constantFrom(10, 40, 150),
  crewMembers: fc.integer({ min: 1, max: 3 }),
});

/** What is wrong, with the end of the story; empty where nothing is. */
function wrong({ violations, down, journal }: Observed, mustServe: boolean): string {
  const complaints = [...new Set<string>(violations), ...(mustServe ? down.map((vm) => `${vm} does not serve`) : [])];
  return complaints.length === 0 ? "" : `${complaints.join(", ")}\n${tail(journal, 60)}`;
}

test("no invariant of the world is ever violated, while faults of all kinds are injected without end", NO_HURRY, () => {
  let commands = 0;
  fc.assert(
    fc.property(someHardness, (hardness) => {
      const observed = observe(hardScenario({ ...hardness, faults: "random" }), { lasting: (2 * DAY) as Duration });
      commands += observed.journal.filter(({ kind }) => kind === "command").length;
      expect(wrong(observed, false)).toBe("");
    }),
    { numRuns: RUNS },
  );
  expect(commands).toBeGreaterThan(RUNS * 100);
});

test("every VM serves again when faults have stopped, and no invariant was violated before", NO_HURRY, () => {
  fc.assert(
    fc.property(someHardness, (hardness) => {
      // Lost and lying probes go on for ever: so many would raise false alarms, or resurrect dead hosts, up to the end.
      const calm = { ...hardness, loss: Math.min(hardness.loss ?? 0, 0.002), lie: Math.min(hardness.lie ?? 0, 0.05) };
      const observed = observe(hardScenario({ ...calm, faults: "scripted", calmFrom: (2 * DAY) as Duration }), {
        lasting: (6 * DAY) as Duration,
      });
      expect(wrong(observed, true)).toBe("");
    }),
    { numRuns: RUNS },
  );
});

/** 3RC without fences: it assumes the host's death at once. */
const fencesNobody: Controller<State> = {
  ...threeRc,
  step(state, event) {
    const commands: Command[] = [];
    const events: Event[] = [event];
    for (let next = events.shift(); next !== undefined; next = events.shift()) {
      for (const command of threeRc.step(state, next)) {
        if (command.kind === "fence-host")
          events.push({ kind: "outcome", at: event.at, command: command.id, result: { kind: "done" } });
        else commands.push(command);
      }
    }
    return commands;
  },
};

describe("a controller that does not fence", () => {
  test("is detected if a host is only cut off: its VM runs twice", () => {
    const scenario = aScenario(
      { kind: "incident", horizon: HOUR, clock: 0 as Duration },
      {},
      { faults: [scripted("network-cut", "alfa01", 60)] },
    );
    expect(observe(scenario, { lasting: HOUR, controller: fencesNobody }).violations).toContain("no-vm-runs-twice");
    expect(observe(scenario, { lasting: HOUR }).violations).toEqual([]);
  });

  test("is detected with every seed of the hard scenario", () => {
    for (let seed = 0; seed < 10; seed++) {
      const { violations } = observe(hardScenario({ seed: `canary ${seed}` }), {
        lasting: (6 * DAY) as Duration,
        controller: fencesNobody,
      });
      expect(violations).toContain("no-vm-runs-twice");
    }
  });
});
