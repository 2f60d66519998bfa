// The one door between a controller and a world, true or simulated. A driver makes events out of what happens and makes
// things happen out of commands; it may do both badly, but never says that something is done which is not.
//
//   - `perform` returns at once. The outcome of a command is an event, later, perhaps twice, perhaps never.
//   - `watch`, `announce` and `alert` have no outcome.
//   - A command supersedes an earlier one for the same VM or host that is still under way: that one will not take
// effect any more. Also one that a controller gave before it crashed: a driver that is begun anew ends, or waits out,
//     whatever was begun before it.
//   - A probe may be left out if its answer can be foreseen and the door says that the controller would ignore it.

import type { Command } from "../controller/contract/command.ts";
import type { Event } from "../controller/contract/event.ts";
import type { Instant } from "../../base/prelude/time.ts";

export type Driver = {
  perform(command: Command): void;
  /** The one instant at which a `woke` event is wanted; the last call counts. */
  wakeAt(deadline: Instant | undefined): void;
};

export type Door = {
  deliver(event: Event): void;
  /** Whether the controller, as it is now, would do nothing at all about this event. */
  ignores(event: Event): boolean;
};

export type Connect = (door: Door) => Driver;
