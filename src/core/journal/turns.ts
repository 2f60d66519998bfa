// Turns as entries of a journal, and a journal read as turns: each event with the commands that answered it. Entries
// about the truth are left out. Code that rebuilds or replays a controller from a journal checks its answers here.

import type { Command } from "../controller/contract/command.ts";
import type { Event } from "../controller/contract/event.ts";
import type { EventTurn } from "../controller/contract/turn.ts";
import { check } from "../../base/prelude/check.ts";
import type { Entry } from "./entry.ts";

type RecordedTurn = {
  readonly event: Event;
  readonly commands: readonly Command[];
  /**
   * Whether the journal ends here, or the controller was restarted here: then a crash may have prevented later commands
   * of this turn from being recorded.
   */
  readonly torn: boolean;
};

/** The entries of a turn: its event, and then its commands in their order. */
export function entriesOf({ event, commands }: EventTurn): Entry[] {
  const { at } = event;
  return [{ kind: "event", at, event }, ...commands.map((command): Entry => ({ kind: "command", at, command }))];
}

/** The turns of a journal, in its order. */
export function turnsOf(entries: readonly Entry[]): RecordedTurn[] {
  const turns: { event: Event; commands: Command[] }[] = [];
  for (const entry of entries) {
    if (entry.kind === "event") turns.push({ event: entry.event, commands: [] });
    if (entry.kind !== "command") continue;
    const turn = turns.at(-1);
    check(turn !== undefined, "a journal's commands answer events");
    turn.commands.push(entry.command);
  }
  return turns.map((turn, i) => ({ ...turn, torn: i + 1 === turns.length || turns[i + 1].event.kind === "resumed" }));
}

/** Throws a Defect unless these commands equal the recorded ones; in a torn turn, as many as were recorded. */
export function checkAnswer(turn: RecordedTurn, commands: readonly Command[]): void {
  const told = turn.torn ? commands.slice(0, turn.commands.length) : commands;
  const [now, then] = [JSON.stringify(told), JSON.stringify(turn.commands)];
  check(now === then, () => `${JSON.stringify(turn.event)} is answered by ${now}, and the journal has ${then}`);
}
