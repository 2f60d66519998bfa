// A driver fed by a journal: nothing happens but what happened then, and nothing is done. A controller that is connected
// to it lives through the same day; if it answers otherwise, that is a Defect.

import type { Command } from "../../controller/command.ts";
import { check } from "../../prelude/check.ts";
import type { Entry } from "../../recorder/entry.ts";
import { checkAnswer, turnsOf } from "../../recorder/turns.ts";
import type { Connect, Door } from "../contract.ts";

/** How to connect a controller to the journal; then `run` delivers its events, in order, and checks what is performed upon each. */
export function replay(journal: readonly Entry[]): { readonly connect: Connect; run(): void } {
  let door: Door | undefined;
  let performed: Command[] = [];
  return {
    connect(opened) {
      door = opened;
      return { perform: (command) => performed.push(command), wakeAt() {} };
    },
    run() {
      check(door !== undefined, "a controller is connected before its journal is replayed");
      for (const turn of turnsOf(journal)) {
        performed = [];
        door.deliver(turn.event);
        checkAnswer(turn, performed);
      }
    },
  };
}
