// How healing looks before it acts: one look that fails is an accident, and destroys nothing.

import type { Clock } from "../../../base/platform/clock.ts";
import { later, seconds, type Duration } from "../../../base/prelude/time.ts";

/** How long one look may take. */
export const PROBE_TIMEOUT = seconds(3);

const PROBES = 5;
const BETWEEN_PROBES = seconds(1);

/** Whether one of several looks in a row finds it well. */
export async function foundWell(clock: Clock, well: () => Promise<boolean>, signal: AbortSignal): Promise<boolean> {
  for (let probe = 1; !signal.aborted; probe++) {
    if (await well()) return true;
    if (probe === PROBES) return false;
    await clock.pause(BETWEEN_PROBES, signal);
  }
  return false;
}

/** Whether it came true within this time; seen as soon as it does. */
export async function until(
  clock: Clock,
  within: Duration,
  come: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<boolean> {
  const end = later(clock.now(), within);
  for (; clock.now() < end && !signal.aborted; await clock.pause(seconds(0.5), signal)) if (await come()) return true;
  return false;
}
