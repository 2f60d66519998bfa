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
// - A command supersedes an earlier one for the same VM or host that is still under way: the earlier one no longer
//   takes effect. This includes commands from before a crash of the controller: a new driver ends what was under way
//   before it, or waits for its end.
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
