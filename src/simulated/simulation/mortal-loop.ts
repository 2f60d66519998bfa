// The control loop of a controller that does not live for ever. At scripted instants it crashes, or the disk of its
// journal fails, and the first turn that cannot be recorded ends it: nothing of that turn is performed. While there is
// no controller, nothing is received and nothing ordered; what was under way goes on by itself. Then its state is
// rebuilt from its journal, as that of a service is, a new driver ends what is still under way, and `resumed` is the
// first event. Operators repeat what they asked for in the meantime.

import type { Controller } from "../../core/controller/contract/controller.ts";
import type { Event } from "../../core/controller/contract/event.ts";
import type { Settings } from "../../core/controller/contract/settings.ts";
import type { EventTurn } from "../../core/controller/contract/turn.ts";
import { startLoop } from "../../core/control-loop/control-loop.ts";
import { rebuild } from "../../core/control-loop/rebuild.ts";
import type { ControllerOutage } from "../../core/cluster/intervention.ts";
import type { Connect, Door } from "../../core/drivers/contract.ts";
import type { Entry } from "../../core/journal/entry.ts";
import { entriesOf } from "../../core/journal/turns.ts";
import { later, START, type Instant } from "../../base/prelude/time.ts";
import type { Engine } from "../engine/engine.ts";

type MortalLoop = {
  readonly controller: Controller<unknown>;
  readonly settings: Settings;
  readonly engine: Engine;
  readonly outages: readonly ControllerOutage[];
  readonly connect: Connect;
  /** The driver of the controller that comes back is a new one. */
  readonly restart: (resume: () => void) => void;
  readonly record: (turn: EventTurn) => void;
  /** There is no controller from now on. */
  readonly down: (outage: ControllerOutage["kind"]) => void;
};

/** The state of a controller that can be lost. */
type Memory = { state: unknown };

class JournalFailure extends Error {}

export function startMortalLoop(options: MortalLoop): void {
  const { controller, settings, engine, outages, restart, down } = options;
  const ends = outages.map(endOf);
  const memory: Memory = { state: controller.begin(settings, START) };
  const journal: Entry[] = [];
  const repeated: Event[] = [];
  let alive = true;
  let door: Door | undefined;

  const resume = engine.on(() => {
    const until = endOfThose(outages, engine.now);
    if (until !== undefined) return void engine.at(until, resume, 0);
    memory.state = rebuild(controller, settings, START, journal);
    alive = true;
    restart(() => {
      const { now } = engine;
      door?.deliver({ kind: "resumed", at: now });
      for (const event of repeated.splice(0)) door?.deliver({ ...event, at: now });
    });
  });
  const crash = engine.on((index) => die(outages[index].kind, ends[index]));
  outages.forEach(({ kind, at }, index) => {
    if (kind === "controller-crash") engine.at(at, crash, index);
  });

  function die(kind: ControllerOutage["kind"], until: Instant): void {
    if (!alive) return;
    alive = false;
    down(kind);
    engine.at(until, resume, 0);
  }

  function deliver(event: Event): void {
    if (!alive) return keep(event);
    try {
      door?.deliver(event);
    } catch (error) {
      if (!(error instanceof JournalFailure)) throw error;
      keep(event);
      die("journal-failure", endOfThose(outages, engine.now) ?? engine.now);
    }
  }

  function keep(event: Event): void {
    if (event.kind === "requested") repeated.push(event);
  }

  function record(turn: EventTurn): void {
    const { now } = engine;
    if (outages.some((outage) => outage.kind === "journal-failure" && covers(outage, now))) throw new JournalFailure();
    if (now <= Math.max(...ends)) journal.push(...entriesOf(turn));
    options.record(turn);
  }

  const connect: Connect = (opened) => {
    door = opened;
    return options.connect({ deliver, ignores: (event) => !alive || opened.ignores(event) });
  };
  startLoop<Memory>(remembering(controller, memory), memory, connect, record);
}

function remembering(controller: Controller<unknown>, memory: Memory): Controller<Memory> {
  return {
    begin: () => memory,
    step: ({ state }, event) => controller.step(state, event),
    nextDeadline: ({ state }) => controller.nextDeadline(state),
    ignores: ({ state }, event) => controller.ignores(state, event),
  };
}

function endOf({ at, lasts }: ControllerOutage): Instant {
  return later(at, lasts);
}

function covers(outage: ControllerOutage, at: Instant): boolean {
  return outage.at <= at && at < endOf(outage);
}

/** The end of the last of those outages that are under way; undefined if none is. */
function endOfThose(outages: readonly ControllerOutage[], at: Instant): Instant | undefined {
  const under = outages.filter((outage) => covers(outage, at)).map(endOf);
  return under.length === 0 ? undefined : (Math.max(...under) as Instant);
}
