// What the switch of a host is to whoever turns it, whichever fence agent holds it. How agents are talked to lives
// beside it.

import type { Clock } from "../../../base/platform/clock.ts";

/** Whether a host has power. */
export type PowerState = "on" | "off";

/** The switch of one host. Where it answers with a reason, that is a sentence of the fence agent's: why not. */
export type Power = {
  /** Says how long it has been waited for. */
  readonly clock: Clock;
  turn(to: PowerState, signal: AbortSignal): Promise<"done" | { readonly reason: string }>;
  status(signal: AbortSignal): Promise<PowerState | { readonly reason: string }>;
};
