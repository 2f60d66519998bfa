// The closed list of commands that a controller can give. Commands are plain data. Each is recorded before it is
// performed, and each gives its reason. A command may take any time. Its outcome is an event with the same id, which
// may come late, twice or never, so the controller sets a deadline for every wait.
//
// A later command for the same VM or host supersedes an earlier one that is still under way, on whichever host that
// works: the driver ends the earlier one and never resumes it. Otherwise a start that was believed lost could take
// effect after the stop that was to make it safe. The same holds for commands that were under way when the controller
// crashed. A command ends with its host, too. inspect-host supersedes nothing: what is under way may take effect after
// the inspection.

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
 * parameters that the catalogue lists. For each: what the controller guarantees, what ends it besides a later command
 * for the same VM or host, and what its outcome proves. `host` is where it is performed.
 *
 * - inspect-host is given when it is not known which VMs a host runs: after a crash of the controller, or a lost
 *   outcome. It ends with the host's virtual layer. `inspected` proves what the host ran at one instant after the
 *   command was given; it says nothing about what is under way there.
 * - reboot-vm makes the VM boot again where it is, from its own disk, whatever state it is in. It needs no proof,
 *   since the VM stays on its host. It ends with the host's virtual layer. `done` proves that the VM has begun to boot
 *   there after the command was given.
 * - stop-vm: `done` is proof that the VM no longer runs there, and that no earlier command still starts it or brings
 *   it there. It precedes any start on another host. It ends with the host's virtual layer.
 * - start-vm is given only when the VM is proven to run on no other host. It ends with the host's virtual layer. `done`
 *   proves that the VM has a domain there; a domain that it had before is left as it is.
 * - reinstall-vm has the same precondition. It ends with the host's virtual layer until the installer runs, then with
 *   the installer's domain. It is `done` when the VM boots from its disk. Otherwise the disk may have been erased,
 *   unless the outcome is `undelivered` or `blocked`. When it is superseded while the installer runs, and the
 *   installer's domain is not ended, that goes on to its end.
 * - migrate-vm: while its outcome is awaited, the VM may be on either host. It works at its source, `host`, and ends
 *   with the virtual layer there, or with that of the destination: then the VM stays where it was. `done` proves that
 *   the VM runs on `to` and no longer on `host`.
 * - restart-layer is performed by the host's system, and ends with it. `done` proves that the layer's start was
 *   ordered.
 * - fence-host is performed by the host's board; the host's death does not end it. `done` is proof that the host is
 *   off, and that all that was under way there has ended. For a host that was already off the outcome is `done`.
 * - power-on-host follows a fence. The board performs it. `done` proves that the host has power, not that it boots.
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
