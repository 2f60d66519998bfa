// A driver that replays a journal: it delivers the recorded events and performs nothing. If the connected controller
// answers an event differently than recorded, that is a Defect.

import type { Command } from "../controller/contract/command.ts";
import { check } from "../../base/prelude/check.ts";
import type { Entry } from "../journal/entry.ts";
import { checkAnswer, turnsOf } from "../journal/turns.ts";
import type { Connect, Door } from "./contract.ts";

type Replaying = {
  readonly connect: Connect;
  /** Checks the commands that answered the last event, and delivers the next event; false if there is none. */
  next(): boolean;
  /** Delivers all remaining events, in order. */
  run(): void;
};

/** Connects a controller to the journal, and then replays it. */
export function replay(journal: readonly Entry[]): Replaying {
  const turns = turnsOf(journal);
  let door: Door | undefined;
  let performed: Command[] = [];
  let delivered = 0;

  function next(): boolean {
    check(door !== undefined, "a controller is connected before its journal is replayed");
    if (delivered > 0) checkAnswer(turns[delivered - 1], performed);
    if (delivered === turns.length) return false;
    performed = [];
    door.deliver(turns[delivered++].event);
    return true;
  }

  return {
    connect(opened) {
      door = opened;
      return { perform: ({ commands }) => void performed.push(...commands) };
    },
    next,
    run() {
      while (next());
    },
  };
}
