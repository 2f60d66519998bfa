// What befalls a simulated site at scripted instants besides faults and requests: things that people change by hand,
// behind the controller's back, and outages of the controller itself.

import type { Duration, Instant } from "../../base/prelude/time.ts";

/** Every kind of change by hand, with its parameters: a VM, a host. */
export type HandChange =
  | { readonly kind: "stop"; readonly vm: string }
  | { readonly kind: "start"; readonly vm: string; readonly host: string }
  | { readonly kind: "move"; readonly vm: string; readonly to: string }
  | { readonly kind: "switch-off"; readonly host: string }
  | { readonly kind: "switch-on"; readonly host: string };

/** In the order in which they are listed everywhere. */
export const HAND_CHANGES = [
  "stop",
  "start",
  "move",
  "switch-off",
  "switch-on",
] as const satisfies readonly HandChange["kind"][];

/** A change by hand at its instant. One that is impossible then changes nothing. */
export type ByHand = { readonly at: Instant; readonly change: HandChange };

/**
 * `controller-crash`: from then on there is no controller, for this long. `journal-failure`: turns cannot be recorded
 * for this long; the first one that would have to be ends the controller until they can be again.
 */
export const CONTROLLER_OUTAGES = ["controller-crash", "journal-failure"] as const;
export type ControllerOutage = {
  readonly kind: (typeof CONTROLLER_OUTAGES)[number];
  readonly at: Instant;
  readonly lasts: Duration;
};

/** What a change by hand is made to, as journals spell it. */
export function changedByHand(change: HandChange): `vm/${string}` | `host/${string}` {
  return "vm" in change ? `vm/${change.vm}` : `host/${change.host}`;
}
