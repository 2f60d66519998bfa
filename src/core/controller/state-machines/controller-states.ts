// The states of the controller itself: one row of facts for each. When it stops acting, commands that are under way
// run to their end, and no new ones are given.

import type { Category } from "./categories.ts";

/** What is known of a state of the controller. */
type ControllerFacts = {
  /** What kind of state it is, for reports. */
  readonly category: Category;
  /** Whether it gives commands that act. */
  readonly acts: boolean;
};

const STATES = {
  /** It acts. */
  armed: { category: "well", acts: true },
  /**
   * It only probes, for a limited time: more targets went down together than is likely, so it suspects its own network;
   * or it was restarted after its own crash, so its beliefs are out of date.
   */
  holding: { category: "waiting", acts: false },
  /** An operator has disarmed it. It only probes until it is armed again. */
  disarmed: { category: "held", acts: false },
} as const satisfies Record<string, ControllerFacts>;

export type ControllerState = keyof typeof STATES;

/** The facts of each state of the controller. */
export const CONTROLLER_FACTS: Readonly<Record<ControllerState, ControllerFacts>> = STATES;

/** The state in which the controller begins. */
export const FIRST_CONTROLLER_STATE: ControllerState = "armed";

/** In the order of their facts. */
export const CONTROLLER_STATES = Object.keys(STATES) as readonly ControllerState[];
