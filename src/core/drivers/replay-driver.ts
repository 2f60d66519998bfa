// A driver fed by a journal: nothing happens but what happened then, and nothing is done. A controller that is
// connected to it lives through the same day; if it answers otherwise, that is a Defect.

import type { Command } from "../controller/contract/command.ts";
import { check } from "../../base/prelude/check.ts";
import type { Entry } from "../journal/entry.ts";
import { checkAnswer, turnsOf } from "../journal/turns.ts";
import type { Connect, Door } from "./contract.ts";

type Replaying = {
  readonly connect: Connect;
  /** Checks what was performed upon the last event, and delivers the next one; false if there is none. */
  next(): boolean;
  /** Delivers all that is left, in order. */
  run(): void;
};

/** How to connect a controller to the journal, and then to let it live through it. */
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
