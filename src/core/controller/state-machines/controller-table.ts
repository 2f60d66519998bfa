// The state machine of the controller itself, as a table. The meaning and facts of each state are in
// controller-states.ts.

import type { ControllerState } from "./controller-states.ts";
import type { Transition, Table } from "./table.ts";

export type ControllerSignal = "storm" | "expired" | "arm" | "disarm" | "interrupted";
export type ControllerAction = "hold" | "survey" | "call-to-investigate";

const to = (state: ControllerState, ...actions: ControllerAction[]): Transition<ControllerState, ControllerAction> => ({
  to: state,
  actions,
});

export const controllerTable = {
  armed: {
    storm: to("holding", "hold", "call-to-investigate"),
    disarm: to("disarmed"),
    arm: to("armed"),
    interrupted: to("holding", "survey"),
  },
  holding: {
    expired: to("armed"),
    disarm: to("disarmed"),
    arm: to("armed"),
    storm: to("holding", "hold", "call-to-investigate"),
    interrupted: to("holding", "survey"),
  },
  disarmed: { arm: to("armed"), disarm: to("disarmed"), storm: to("disarmed"), interrupted: to("disarmed") },
} as const satisfies Table<ControllerState, ControllerSignal, ControllerAction>;
