// The power switch of a host, whatever its fence agent. How each kind of agent is addressed is in the files beside this
// one.

import type { Clock } from "../../../base/platform/clock.ts";

/** Whether a host has power. */
export type PowerState = "on" | "off";

/** The power switch of one host. A `reason` is the fence agent's own message why it failed. */
export type Power = {
  /** The clock by which waiting is measured. */
  readonly clock: Clock;
  turn(to: PowerState, signal: AbortSignal): Promise<"done" | { readonly reason: string }>;
  status(signal: AbortSignal): Promise<PowerState | { readonly reason: string }>;
};
