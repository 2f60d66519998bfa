// What a controller can answer: the closed list of its effects. Commands are plain data. Each is recorded before it is
// performed, and each says why it was given. A driver may take any time over a command; its outcome is an event that
// quotes the id, later, perhaps twice, perhaps never, so the controller bounds every wait by itself.
//
// A later command for the same VM, or the same host, supersedes an earlier one that is still under way: the driver
// abandons the earlier one for good (in live mode it ends the process). Without that, a start thought lost could come
// through after the stop that was to make it safe. So it is, too, with what an earlier life of the controller left
// under way. inspect-host supersedes nothing: what is under way may come through after the look.

import type { Duration } from "../../../base/prelude/time.ts";
import type { CommandId, HostName, Target, VmName } from "./event.ts";

export type Command =
  /**
   * From now on look at the target this often, the first time one `every` from now. Closely while in doubt, calmly
   * else.
   */
  | Order<"watch", { readonly target: Target; readonly every: Duration }>
  /**
   * List what runs on a host. Given when belief about a host's VMs has a hole: after a crash of our own, or a lost
   * answer.
   */
  | Order<"inspect-host", { readonly host: HostName }>
  /**
   * Make the VM boot afresh where it is, from its own disk, whatever state it is in. Needs no proof: it stays on the
   * host.
   */
  | Order<"reboot-vm", { readonly vm: VmName; readonly host: HostName }>
  /** End the VM on this host. `done` is proof that it no longer runs there. Precedes any start on another host. */
  | Order<"stop-vm", { readonly vm: VmName; readonly host: HostName }>
  /** Start the VM on this host. Given only when it is proven to run on no other. */
  | Order<"start-vm", { readonly vm: VmName; readonly host: HostName }>
  /**
   * Erase the VM's disk, install it through the network and boot it. Same precondition as start-vm. `done` when it
   * boots from disk.
   */
  | Order<"reinstall-vm", { readonly vm: VmName; readonly host: HostName }>
  /** Move a running VM without stopping it. While its outcome is out, the VM may be on either host. */
  | Order<"migrate-vm", { readonly vm: VmName; readonly host: HostName; readonly to: HostName }>
  /** Start a host's virtual layer again. */
  | Order<"restart-layer", { readonly host: HostName }>
  /** Make sure that a host is dead: power it off and see that it is off. A host that was off already is `done`. */
  | Order<"fence-host", { readonly host: HostName }>
  /** Switch a host on again, after its fence. */
  | Order<"power-on-host", { readonly host: HostName }>
  /** Call a human: `task` is what they are to do about `subject`. Every dead end of the machine ends here. */
  | Order<"alert", { readonly subject: Subject; readonly task: HumanTask }>
  /** Tell of a step of a state machine. Drivers do nothing about it; traces, ledgers and status pages live on it. */
  | Order<"announce", { readonly subject: Subject; readonly from: string; readonly to: string; readonly on: string }>;

type Order<Kind extends string, What> = {
  readonly kind: Kind;
  readonly id: CommandId;
  readonly because: string;
} & What;

export type Subject = Target | "controller";

/**
 * What a human is asked to do. `repair-vm`: bring the service back by hand. `repair-host`: bring the host back.
 * `prove-dead`: see that a host is off, and say so. `make-room`: no host can take the VM. `look`: only look.
 */
export type HumanTask = "repair-vm" | "repair-host" | "prove-dead" | "make-room" | "look";
