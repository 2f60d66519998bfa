// Work in short steps, so that the caller can handle signals, or stop, between two of them.

import type { Engine } from "../../simulated/engine/engine.ts";
import { DAY, later, type Duration, type Instant } from "../../base/prelude/time.ts";

export type Steps<T> = Generator<undefined, T>;

/** Simulated time of one step: short enough to be fast even for a large site with many faults. */
const STEP = (30 * DAY) as Duration;

/** Runs all events up to and including `end`. */
export function* runUntil(engine: Engine, end: Instant): Steps<void> {
  while (engine.now < end) {
    engine.runUntil(Math.min(end, later(engine.now, STEP)) as Instant);
    yield;
  }
}

/** Performs all steps, and returns the result. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
