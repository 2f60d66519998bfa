// The closed list of commands that a controller can give. Commands are plain data. Each is recorded before it is
// performed, and each gives its reason. A command may take any time. Its outcome is an event with the same id, which
// may come late, twice or never, so the controller sets a deadline for every wait.
//
// A later command for the same VM or host supersedes an earlier one that is still under way: the driver abandons the
// earlier one and never resumes it (in live mode it ends the process). Otherwise a start that was believed lost could
// take effect after the stop that was to make it safe. The same holds for commands that were under way when the
// controller crashed. inspect-host supersedes nothing: what is under way may take effect after the inspection.

import { ACTIONS, type ActionKind } from "../../cluster/actions.ts";
import type { Duration } from "../../../base/prelude/time.ts";
import type { Announcement } from "./announcement.ts";
import type { CommandId, HostName, Target, VmName } from "./event.ts";

export type Command =
  | Action
  /**
   * From now on probe the target this often, the first time one `every` from now: often while it is in doubt, else
   * seldom.
   */
  | Order<"watch", { readonly target: Target; readonly every: Duration }>
  /** Call a human: `task` is what they are to do about `subject`. Given whenever no automatic action is left. */
  | Order<"alert", { readonly subject: AlertSubject; readonly task: HumanTask }>
  | Announcement;

/**
 * A command that acts on a VM or a host, or asks about it: one kind for each action of the catalogue, with the
 * parameters that the catalogue lists. What the controller guarantees for each:
 *
 * - inspect-host is given when it is not known which VMs a host runs: after a crash of the controller, or a lost
 *   outcome.
 * - reboot-vm makes the VM boot again where it is, from its own disk, whatever state it is in. It needs no proof,
 *   since the VM stays on its host.
 * - stop-vm: `done` is proof that the VM no longer runs there. It precedes any start on another host.
 * - start-vm is given only when the VM is proven to run on no other host.
 * - reinstall-vm has the same precondition. It is `done` when the VM boots from its disk.
 * - migrate-vm: while its outcome is awaited, the VM may be on either host.
 * - fence-host: `done` is proof that the host is off. For a host that was already off the outcome is `done`.
 * - power-on-host follows a fence.
 */
export type Action<Kind extends ActionKind = ActionKind> = {
  [K in Kind]: Order<K, { readonly [P in (typeof ACTIONS)[K]["parameters"][number]]: ParameterType[P] }>;
}[Kind];

type ParameterType = { readonly vm: VmName; readonly host: HostName; readonly to: HostName };

type Order<Kind extends string, What> = {
  readonly kind: Kind;
  readonly id: CommandId;
  readonly because: string;
} & What;

/** Whether a command is an action. Other commands have no outcome. */
export function isAction(command: Command): command is Action {
  return Object.hasOwn(ACTIONS, command.kind);
}

/** The VM or host that an action acts on. */
export function subjectOf(action: Action): Target {
  return "vm" in action ? `vm/${action.vm}` : `host/${action.host}`;
}

/** An action as text for people, without its subject: "migrate-vm from alfa01 to alfa02". */
export function actionText(action: Action): string {
  if ("to" in action) return `${action.kind} from ${action.host} to ${action.to}`;
  return "vm" in action ? `${action.kind} on ${action.host}` : action.kind;
}

export type AlertSubject = Target | "controller";

/**
 * What a human is asked to do. `repair-vm`: bring the service back by hand. `repair-host`: bring the host back.
 * `prove-dead`: check that a host is off, and confirm it. `make-room`: no host can take the VM. `investigate`: find
 * out what is wrong.
 */
export type HumanTask = "repair-vm" | "repair-host" | "prove-dead" | "make-room" | "investigate";
