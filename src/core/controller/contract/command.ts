// What a controller can answer: the closed list of its effects. Commands are plain data. Each is recorded before it is
// performed, and each says why it was given. A driver may take any time over a command; its outcome is an event that
// quotes the id, later, perhaps twice, perhaps never, so the controller bounds every wait by itself.
//
// A later command for the same VM, or the same host, supersedes an earlier one that is still under way: the driver
// abandons the earlier one for good (in live mode it ends the process). Without that, a start thought lost could come
// through after the stop that was to make it safe. So it is, too, with what an earlier life of the controller left
// under way. inspect-host supersedes nothing: what is under way may come through after the look.

import { ACTIONS, type ActionKind } from "../../cluster/actions.ts";
import type { Duration } from "../../../base/prelude/time.ts";
import type { Announcement } from "./announcement.ts";
import type { CommandId, HostName, Target, VmName } from "./event.ts";

export type Command =
  | Action
  /**
   * From now on look at the target this often, the first time one `every` from now. Closely while in doubt, calmly
   * else.
   */
  | Order<"watch", { readonly target: Target; readonly every: Duration }>
  /** Call a human: `task` is what they are to do about `subject`. Every dead end of the machine ends here. */
  | Order<"alert", { readonly subject: AlertSubject; readonly task: HumanTask }>
  | Announcement;

/**
 * A command that acts on a VM or a host, or asks about it: one kind for each action of the catalogue, with the
 * parameters that it names there. What the controller promises of each:
 *
 * - inspect-host is given when belief about a host's VMs has a hole: after a crash of our own, or a lost answer.
 * - reboot-vm makes the VM boot afresh where it is, from its own disk, whatever state it is in. It needs no proof,
 *   since the VM stays on its host.
 * - stop-vm: `done` is proof that the VM no longer runs there. It precedes any start on another host.
 * - start-vm is given only when the VM is proven to run on no other host.
 * - reinstall-vm has the same precondition. It is `done` when the VM boots from its disk.
 * - migrate-vm: while its outcome is out, the VM may be on either host.
 * - fence-host: `done` is proof that the host is off. One that was off already is `done`.
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

/** Whether a command is an action: the rest have no outcome. */
export function isAction(command: Command): command is Action {
  return Object.hasOwn(ACTIONS, command.kind);
}

/** The VM or host that an action acts on. */
export function subjectOf(action: Action): Target {
  return "vm" in action ? `vm/${action.vm}` : `host/${action.host}`;
}

/** An action without its subject, as people read it: "migrate-vm from alfa01 to alfa02". */
export function actionText(action: Action): string {
  if ("to" in action) return `${action.kind} from ${action.host} to ${action.to}`;
  return "vm" in action ? `${action.kind} on ${action.host}` : action.kind;
}

export type AlertSubject = Target | "controller";

/**
 * What a human is asked to do. `repair-vm`: bring the service back by hand. `repair-host`: bring the host back.
 * `prove-dead`: see that a host is off, and say so. `make-room`: no host can take the VM. `look`: only look.
 */
export type HumanTask = "repair-vm" | "repair-host" | "prove-dead" | "make-room" | "investigate";
