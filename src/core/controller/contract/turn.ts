// One turn of a controller, whole: what it was told, what it answers, and when it wants to be woken. The control loop
// makes it, records it, and then hands it over to the driver: there is no other order, and no half of a turn.

import type { Instant } from "../../../base/prelude/time.ts";
import type { Command } from "./command.ts";
import type { Event } from "./event.ts";

export type Turn = {
  /** Undefined in the opening turn, when nothing has happened yet: that has no commands, only a deadline. */
  readonly event: Event | undefined;
  /** What answers the event, in the order in which it is to be performed. */
  readonly commands: readonly Command[];
  /** The one instant at which a `woke` event is wanted, in place of any that an earlier turn wanted. */
  readonly deadline: Instant | undefined;
};

/** A turn that answers an event: each but the opening one. Only these are recorded. */
export type EventTurn = Turn & { readonly event: Event };
