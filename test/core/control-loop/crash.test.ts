// The controller's own crash. Its loop is killed in a turn after a random event: while the turn is recorded, or when it
// is half performed. For a while there is no controller; then the state is rebuilt from the journal, `resumed` is
// delivered, and it continues. Outcomes and probes of that time are lost; humans repeat their requests.

import fc from "fast-check";
import { expect, test } from "vitest";
import { rebuild } from "../../../src/core/control-loop/rebuild.ts";
import { startLoop } from "../../../src/core/control-loop/control-loop.ts";
import type { State } from "../../../src/core/controller/three-rc/beliefs.ts";
import type { Event } from "../../../src/core/controller/contract/event.ts";
import type { Controller } from "../../../src/core/controller/contract/controller.ts";
import type { Turn } from "../../../src/core/controller/contract/turn.ts";
import { threeRc } from "../../../src/core/controller/three-rc/three-rc.ts";
import type { Connect } from "../../../src/core/drivers/contract.ts";
import { simulate } from "../../../src/simulated/driver/simulated-driver.ts";
import { Engine } from "../../../src/simulated/engine/engine.ts";
import { streamsOf } from "../../../src/base/random/random-stream.ts";
import { DAY, later, MINUTE, START, type Duration } from "../../../src/base/prelude/time.ts";
import type { Entry } from "../../../src/core/journal/entry.ts";
import { entriesOf } from "../../../src/core/journal/turns.ts";
import type { Scenario } from "../../../src/core/scenario/scenario.ts";
import type { Invariant } from "../../../src/core/cluster/invariants.ts";
import { hardScenario } from "../../builders/hard-scenario.ts";
import { tail } from "../../builders/run.ts";
import { expectInFormat } from "../../builders/journal.ts";
import { watching } from "../../builders/world.ts";

const NO_HURRY = { timeout: 3_600_000 };
const RUNS = Number(process.env["RUNS"] ?? 15);

/**
 * Crashes in the first turn with commands after a number of events: when some of them are performed, or, if it is torn,
 * recorded, and none is performed. There is no controller for `down`.
 */
type Crash = {
  readonly afterEvents: number;
  readonly commands: number;
  readonly torn: boolean;
  readonly down: Duration;
};

/** The state of a controller that can be lost. */
type Memory = { state: State };

const forgetful: Controller<Memory> = {
  begin: (settings, at) => ({ state: threeRc.begin(settings, at) }),
  step: ({ state }, event) => threeRc.step(state, event),
  nextDeadline: ({ state }) => threeRc.nextDeadline(state),
  ignores: ({ state }, event) => threeRc.ignores(state, event),
};

function runWith(scenario: Scenario, crashes: readonly Crash[], lasting: Duration) {
  const engine = new Engine();
  const journal: Entry[] = [];
  const violations: Invariant[] = [];
  const { world, connect } = simulate({
    site: scenario.site,
    faults: scenario.faults,
    operations: scenario.operations,
    byHand: [],
    engine,
    streams: streamsOf(scenario.seed, 0),
    interval: () => scenario.settings.probes.interval,
    everyProbe: false,
    watcher: watching({ found: (invariant) => violations.push(invariant) }),
    injected() {},
    passed() {},
    changed() {},
  });
  const memory = forgetful.begin(scenario.settings, START);
  const left = crashes.slice();
  let events = 0;
  let alive = true;
  let resumed = 0;
  const probesLost: Event[] = [];
  const crashIn = ({ commands }: Turn) =>
    left.length > 0 && events >= left[0].afterEvents && commands.length > 0 ? left[0] : undefined;

  const crashing: Connect = (door) => {
    const resume = engine.on(() => {
      memory.state = rebuild(threeRc, scenario.settings, START, journal);
      alive = true;
      resumed++;
      door.deliver({ kind: "resumed", at: engine.now });
      for (const event of probesLost.splice(0)) door.deliver({ ...event, at: engine.now });
    });
    const driver = connect({
      ignores: door.ignores,
      deliver(event) {
        if (!alive) {
          if (event.kind === "requested") probesLost.push(event);
          return;
        }
        if (!door.ignores(event)) events++;
        door.deliver(event);
      },
    });
    return {
      perform(turn) {
        const crash = crashIn(turn);
        if (crash === undefined) return driver.perform(turn);
        left.shift();
        driver.perform({ ...turn, commands: crash.torn ? [] : turn.commands.slice(0, crash.commands) });
        alive = false;
        engine.after(crash.down, resume, 0);
      },
    };
  };
  startLoop(forgetful, memory, crashing, (turn) => {
    const crash = crashIn(turn);
    journal.push(...entriesOf(turn).slice(0, crash?.torn ? 1 + crash.commands : undefined));
  });
  engine.runUntil(later(START, lasting));
  const down = world.vms.filter(({ answering }) => answering !== "service").map(({ spec }) => spec.name);
  expectInFormat(journal);
  return { journal, violations, down, resumed };
}

const someCrashes = fc.array(
  fc.record({
    afterEvents: fc.integer({ min: 1, max: 1500 }),
    commands: fc.integer({ min: 0, max: 3 }),
    torn: fc.boolean(),
    down: fc.integer({ min: 0, max: 30 * MINUTE }).map((time) => time as Duration),
  }),
  { minLength: 3, maxLength: 8 },
);

test(
  "a controller that crashes at any event and is rebuilt from its journal runs no VM twice, and all serve at the end",
  NO_HURRY,
  () => {
    let resumed = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }).map(String), someCrashes, (seed, crashes) => {
        const scenario = hardScenario({ seed, faults: "scripted", calmFrom: DAY });
        const ran = runWith(
          scenario,
          crashes.toSorted((a, b) => a.afterEvents - b.afterEvents),
          (5 * DAY) as Duration,
        );
        resumed += ran.resumed;
        const wrong = [...ran.violations, ...ran.down.map((vm) => `${vm} does not serve`)].join(", ");
        expect(wrong === "" ? "" : `${wrong}\n${tail(ran.journal, 60)}`).toBe("");
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(resumed).toBeGreaterThan(RUNS);
  },
);
