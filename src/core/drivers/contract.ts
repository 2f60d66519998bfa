// The one door between a controller and a world, true or simulated. A driver makes events out of what happens and makes
// things happen out of commands; it may do both badly, but never says that something is done which is not.
//
//   - It is handed whole turns: an event, the commands that answer it, and the next deadline. A turn was recorded, as a
//     whole, before the driver sees any of it: so a journal is a write-ahead log, and what was performed is always
//     known. If a turn cannot be recorded, it is not handed over.
//   - `perform` takes the commands in their order and returns at once. It delivers nothing meanwhile: the outcome of a
//     command is an event, later, perhaps twice, perhaps never.
//   - The deadline is that of the last turn alone: one `woke` event is delivered, not before it. Without a deadline
//     none is.
//   - `watch`, `announce` and `alert` have no outcome.
//   - A command supersedes an earlier one for the same VM or host that is still under way: that one will not take
//     effect any more. Also one that a controller gave before it crashed: a driver that is begun anew ends, or waits
//     out, whatever was begun before it.
//   - A probe may be left out if its answer can be foreseen and the door says that the controller would ignore it.

import type { Event } from "../controller/contract/event.ts";
import type { Turn } from "../controller/contract/turn.ts";

export type Driver = {
  /** Begins whatever the turn's commands ask for, and from now on wakes at the turn's deadline only. */
  perform(turn: Turn): void;
};

export type Door = {
  deliver(event: Event): void;
  /** Whether the controller, as it is now, would do nothing at all about this event. */
  ignores(event: Event): boolean;
};

export type Connect = (door: Door) => Driver;
