// The timer for the controller's deadline. There is only one: a new deadline replaces the old one.

import type { Instant } from "../../base/prelude/time.ts";
import type { Ticket } from "../engine/agenda.ts";
import type { Engine } from "../engine/engine.ts";

/** The timer of the controller's deadline. */
export class WakeTimer {
  readonly #engine: Engine;
  readonly #wake: number;
  #waking: { readonly at: Instant; readonly ticket: Ticket } | undefined;

  constructor(engine: Engine, woke: (at: Instant) => void) {
    this.#engine = engine;
    this.#wake = engine.on(() => {
      this.#waking = undefined;
      woke(engine.now);
    });
  }

  /** Undefined: no deadline. A deadline in the past wakes the controller now. */
  set(deadline: Instant | undefined): void {
    if (deadline === this.#waking?.at) return;
    if (this.#waking !== undefined) this.#engine.cancel(this.#waking.ticket);
    const { now } = this.#engine;
    this.#waking =
      deadline === undefined
        ? undefined
        : { at: deadline, ticket: this.#engine.at(deadline < now ? now : deadline, this.#wake, 0) };
  }
}
