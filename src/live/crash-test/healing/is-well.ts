// How healing probes before it acts: a single failed probe may be an accident and must not destroy anything.

import type { Clock } from "../../../base/platform/clock.ts";
import { later, seconds, type Duration } from "../../../base/prelude/time.ts";

/** Timeout of one probe. */
export const PROBE_TIMEOUT = seconds(3);

const PROBES = 5;
const BETWEEN_PROBES = seconds(1);

/** Probes up to `PROBES` times; true as soon as one probe succeeds. */
export async function foundWell(clock: Clock, well: () => Promise<boolean>, signal: AbortSignal): Promise<boolean> {
  for (let probe = 1; !signal.aborted; probe++) {
    if (await well()) return true;
    if (probe === PROBES) return false;
    await clock.pause(BETWEEN_PROBES, signal);
  }
  return false;
}

/** Waits until the condition holds; false if it does not within this time. */
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
