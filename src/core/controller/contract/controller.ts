// The shape of every controller, ours and its rivals: told what happened, it says what to do and when to wake it.
// Pure: no input or output, no clock, no randomness; equal inputs give equal outputs. Its state is plain JSON data,
// changed in place, so it can be written to disk, rebuilt from a journal, and looked at.

import type { Instant } from "../../../base/prelude/time.ts";
import type { Command } from "./command.ts";
import type { Event } from "./event.ts";
import type { Settings } from "./settings.ts";

export type Controller<State> = {
  begin(settings: Settings, at: Instant): State;
  /** What this event makes it do. Mutates `state`. */
  step(state: State, event: Event): readonly Command[];
  /** The next instant at which it wants a `woke` event, if nothing else happens. */
  nextDeadline(state: State): Instant | undefined;
  /**
   * Whether `step` with this event would change nothing at all. Such events are neither stepped nor recorded, nor need
   * a driver produce them.
   */
  ignores(state: State, event: Event): boolean;
};
