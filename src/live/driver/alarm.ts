// A timer for one instant of the machine's clock. Node's timers may fire early, and their length is limited.

import { now } from "../../base/platform/clock.ts";
import type { Instant } from "../../base/prelude/time.ts";

/** Milliseconds; Node's timers hold no more. */
const LONGEST_TIMER = 2 ** 31 - 1;

export class Alarm {
  readonly #rings: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(rings: () => void) {
    this.#rings = rings;
  }

  /** Rings once, not before this instant; never if it is undefined. A later call replaces an earlier one. */
  set(instant: Instant | undefined): void {
    clearTimeout(this.#timer);
    if (instant === undefined) return;
    const rest = Math.min(LONGEST_TIMER, Math.max(0, Math.ceil((instant - now()) / 1000)));
    this.#timer = setTimeout(() => (now() >= instant ? this.#rings() : this.set(instant)), rest);
  }
}
