// The interface of every controller, ours and others: it takes events, and gives commands and its next deadline. It has
// no input or output, no clock and no randomness; equal inputs give equal outputs. Its state is plain JSON data,
// changed in place, so it can be written to disk, rebuilt from a journal, and inspected.

import type { Instant } from "../../../base/prelude/time.ts";
import type { Command } from "./command.ts";
import type { Event } from "./event.ts";
import type { Settings } from "./settings.ts";

export type Controller<State> = {
  begin(settings: Settings, at: Instant): State;
  /** The commands that answer this event. Mutates `state`. */
  step(state: State, event: Event): readonly Command[];
  /** The next instant at which it wants a `woke` event, if nothing else happens. */
  nextDeadline(state: State): Instant | undefined;
  /**
   * Whether `step` with this event would change nothing. Such events are neither stepped nor recorded, and a driver
   * need not produce them.
   */
  ignores(state: State, event: Event): boolean;
};
