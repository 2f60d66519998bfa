// The state machine of the controller itself:
//
//   armed        It acts.
// holding It only watches, for a while: more went down at one moment than is likely, and it suspects its own network;
//                or it was started again after a crash of its own, and what it believes is old.
//   disarmed     An operator has taken its hands off. It watches and acts on nothing until armed.
//
// A command that is out when it stops acting runs to its end; none is given anew.

import type { Step, Table } from "./table.ts";

export const CONTROLLER_STATES = ["armed", "holding", "disarmed"] as const;
export type ControllerState = (typeof CONTROLLER_STATES)[number];
export type ControllerSignal = "storm" | "expired" | "arm" | "disarm" | "interrupted";
export type ControllerAction = "hold" | "look-around" | "call-for-a-look";

const to = (state: ControllerState, ...actions: ControllerAction[]): Step<ControllerState, ControllerAction> => ({
  to: state,
  actions,
});

export const controllerTable = {
  armed: {
    storm: to("holding", "hold", "call-for-a-look"),
    disarm: to("disarmed"),
    arm: to("armed"),
    interrupted: to("holding", "look-around"),
  },
  holding: {
    expired: to("armed"),
    disarm: to("disarmed"),
    arm: to("armed"),
    storm: to("holding", "hold", "call-for-a-look"),
    interrupted: to("holding", "look-around"),
  },
  disarmed: { arm: to("armed"), disarm: to("disarmed"), storm: to("disarmed"), interrupted: to("disarmed") },
} as const satisfies Table<ControllerState, ControllerSignal, ControllerAction>;
