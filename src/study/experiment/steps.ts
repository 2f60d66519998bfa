// Work in steps of a moment each, so that whoever has it done can stop between two of them: for a signal, or for good.

import type { Engine } from "../../simulated/engine/engine.ts";
import { DAY, later, type Duration, type Instant } from "../../base/prelude/time.ts";

export type Steps<T> = Generator<undefined, T>;

/** Simulated time of one step: even of a large site in trouble, it is simulated in a moment. */
const STEP = (30 * DAY) as Duration;

/** Lets all happen that happens up to and including `end`. */
export function* runUntil(engine: Engine, end: Instant): Steps<void> {
  while (engine.now < end) {
    engine.runUntil(Math.min(end, later(engine.now, STEP)) as Instant);
    yield;
  }
}

/** All steps, one after the other. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
