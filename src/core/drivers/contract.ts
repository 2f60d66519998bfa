// The interface between a controller and a world, real or simulated. A driver turns what happens into events, and
// performs commands. It may do both imperfectly, but it never reports as done what is not done.
//
// - It gets whole turns: an event, the commands that answer it, and the next deadline. A turn is recorded, as a whole,
//   before the driver gets it, so a journal is a write-ahead log of all that was performed. A turn that cannot be
//   recorded is not handed to the driver.
// - `perform` takes the commands in their order and returns at once. It delivers no event meanwhile: the outcome of a
//   command is a later event, which may come twice or never.
// - Only the deadline of the last turn counts: one `woke` event is delivered, not before it. Without a deadline, none.
// - `watch`, `announce` and `alert` have no outcome.
// - A command is under way from when it is given until its effect is complete, or until it is ended. What ended never
//   takes effect afterwards. Two things end a command:
//   - A later command for the same VM or host supersedes it, on whichever host the earlier one works: a migration that
//     is under way ends at its source before a stop at its destination is done. This includes commands from before a
//     crash of the controller: a new driver ends what was under way before it, or waits for its end.
//   - The death of what performs it (`performedBy` of the catalogue of actions), however it dies and whenever it comes
//     back. A dead host reports nothing, not even that something was cut short: at most the driver says that the
//     connection broke (`lost`) or could not be made (`undelivered`).
// - `done` is proof where the doer is: it is said only when nothing that is under way could undo it.
// - A probe may be omitted if its answer is predictable and the door says that the controller would ignore it.

import type { Event } from "../controller/contract/event.ts";
import type { Turn } from "../controller/contract/turn.ts";

export type Driver = {
  /** Begins to perform the turn's commands, and from now on wakes the controller only at the turn's deadline. */
  perform(turn: Turn): void;
};

export type Door = {
  deliver(event: Event): void;
  /** Whether the controller, in its present state, would ignore this event. */
  ignores(event: Event): boolean;
};

export type Connect = (door: Door) => Driver;
