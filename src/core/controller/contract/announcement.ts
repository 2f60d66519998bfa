// Announcements: a controller reports each transition of its state machines. They are typed by the machine: of a VM,
// of a host, or of the controller.

import { CONTROLLER_FACTS, type ControllerState } from "../state-machines/controller-states.ts";
import type { ControllerSignal } from "../state-machines/controller-table.ts";
import type { Category } from "../state-machines/categories.ts";
import { HOST_FACTS, type HostState } from "../state-machines/host-states.ts";
import type { HostSignal } from "../state-machines/host-table.ts";
import { VM_FACTS, type VmState } from "../state-machines/vm-states.ts";
import type { VmSignal } from "../state-machines/vm-table.ts";
import type { CommandId, HostName, VmName } from "./event.ts";

/** Reports a transition of a state machine. Drivers ignore it; traces, ledgers and status pages are made from it. */
export type Announcement = VmTransition | HostTransition | ControllerTransition;

/** A transition of a VM. */
type VmTransition = TransitionOf<`vm/${VmName}`, VmState, VmSignal>;
/** A transition of a host. */
type HostTransition = TransitionOf<`host/${HostName}`, HostState, HostSignal>;
/** A transition of the controller itself. */
type ControllerTransition = TransitionOf<"controller", ControllerState, ControllerSignal>;

type TransitionOf<Subject extends string, State extends string, Signal extends string> = {
  readonly kind: "announce";
  readonly id: CommandId;
  readonly because: string;
  readonly subject: Subject;
  readonly from: State;
  readonly to: State;
  readonly on: Signal;
};

/** Whether an announcement reports a transition of a VM. */
export function isVmTransition(step: Announcement): step is VmTransition {
  return step.subject.startsWith("vm/");
}

/** Whether an announcement reports a transition of a host. */
export function isHostTransition(step: Announcement): step is HostTransition {
  return step.subject.startsWith("host/");
}

/** The categories of the states that a transition leaves and enters. */
export function categoriesOf(step: Announcement): { readonly from: Category; readonly to: Category } {
  if (isVmTransition(step)) return { from: VM_FACTS[step.from].category, to: VM_FACTS[step.to].category };
  if (isHostTransition(step)) return { from: HOST_FACTS[step.from].category, to: HOST_FACTS[step.to].category };
  return { from: CONTROLLER_FACTS[step.from].category, to: CONTROLLER_FACTS[step.to].category };
}
