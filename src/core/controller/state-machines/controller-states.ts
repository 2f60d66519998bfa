// The states of the controller itself: one row of facts for each. A command that is out when it stops acting runs to
// its end; none is given anew.

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
   * It only watches, for a while: more went down at one moment than is likely, and it suspects its own network; or it
   * was started again after a crash of its own, and what it believes is old.
   */
  holding: { category: "waiting", acts: false },
  /** An operator has taken its hands off. It watches and acts on nothing until armed. */
  disarmed: { category: "held", acts: false },
} as const satisfies Record<string, ControllerFacts>;

export type ControllerState = keyof typeof STATES;

/** The facts of each state of the controller. */
export const CONTROLLER_FACTS: Readonly<Record<ControllerState, ControllerFacts>> = STATES;

/** In which the controller begins. */
export const FIRST_CONTROLLER_STATE: ControllerState = "armed";

/** In the order of their facts. */
export const CONTROLLER_STATES = Object.keys(STATES) as readonly ControllerState[];
