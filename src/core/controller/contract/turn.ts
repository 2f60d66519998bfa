// One turn of a controller: an event, the commands that answer it, and the next deadline. The control loop makes a
// turn, records it, and then hands it to the driver, always in this order and always as a whole.

import type { Instant } from "../../../base/prelude/time.ts";
import type { Command } from "./command.ts";
import type { Event } from "./event.ts";

export type Turn = {
  /** Undefined in the opening turn, which has no commands, only a deadline. */
  readonly event: Event | undefined;
  /** The commands that answer the event, in the order in which they are to be performed. */
  readonly commands: readonly Command[];
  /** The instant at which a `woke` event is wanted. It replaces the deadline of any earlier turn. */
  readonly deadline: Instant | undefined;
};

/** A turn that answers an event: each but the opening one. Only these are recorded. */
export type EventTurn = Turn & { readonly event: Event };
