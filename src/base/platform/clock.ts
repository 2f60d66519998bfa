// The clock of this machine, which live mode uses. It is monotonic while the program runs, even if the time of day is
// changed; between runs it follows the time of day, so that a journal of several runs stays in order.

import type { Duration, Instant } from "../prelude/time.ts";

/** A clock, and a pause measured by it: the clock of this machine, or one that advances only by pauses. */
export type Clock = { now(): Instant; pause(time: Duration, signal?: AbortSignal): Promise<void> };

/** Microseconds since 1970, by the clock of this machine. */
export function now(): Instant {
  return Math.round((performance.timeOrigin + performance.now()) * 1000) as Instant;
}

/** Resolves after this time, or at once when the signal is aborted. */
export function pause(time: Duration, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, time / 1000);
    signal?.addEventListener("abort", end);
  });
}

/** The clock of this machine. */
export const MACHINE_CLOCK: Clock = { now, pause };
