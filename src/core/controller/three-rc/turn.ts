// One turn of the controller: the event's instant, and the commands given so far. Every command is made here, so that
// ids are consecutive and every command has a reason.

import type { Instant } from "../../../base/prelude/time.ts";
import type { State } from "./beliefs.ts";
import type { Announcement } from "../contract/announcement.ts";
import type { Command, HumanTask, AlertSubject } from "../contract/command.ts";
import type { CommandId, HostName, Target, VmName } from "../contract/event.ts";
import { probesOf } from "../contract/settings.ts";
import type { RungActionKind } from "../../cluster/actions.ts";
import type { HostRemedy } from "../state-machines/host-states.ts";

/** A turn that is not complete: commands are still added to it. */
export type OpenTurn = { readonly state: State; readonly at: Instant; readonly commands: Command[] };

/** An announcement before it has an id. */
type Unnumbered<Each> = Each extends Announcement ? Omit<Each, "kind" | "id"> : never;

/** Announces a transition. Its keys are listed, not spread, for speed; they are recorded in this order. */
export function announce(turn: OpenTurn, { subject, from, to, on, because }: Unnumbered<Announcement>): void {
  const step = { kind: "announce", id: nextId(turn), subject, from, to, on, because };
  turn.commands.push(step as Announcement);
}

export function orderWatch(turn: OpenTurn, target: Target, closely: boolean, because: string): void {
  const { retry, interval } = probesOf(turn.state.settings, target);
  turn.commands.push({ kind: "watch", id: nextId(turn), target, every: closely ? retry : interval, because });
}

export function callHuman(turn: OpenTurn, subject: AlertSubject, task: HumanTask, because: string): void {
  turn.commands.push({ kind: "alert", id: nextId(turn), subject, task, because });
}

/** A command about a VM whose outcome will be awaited. */
export function orderVm(turn: OpenTurn, kind: RungActionKind, vm: VmName, host: HostName, because: string): void {
  turn.commands.push({ kind, id: awaited(turn, turn.state.vms[vm].target, host), vm, host, because });
}

export function orderMigration(turn: OpenTurn, vm: VmName, host: HostName, to: HostName, because: string): void {
  turn.commands.push({ kind: "migrate-vm", id: awaited(turn, turn.state.vms[vm].target, host), vm, host, to, because });
}

/** A command about a host whose outcome will be awaited. */
export function orderHost(turn: OpenTurn, kind: HostRemedy, host: HostName, because: string): void {
  turn.commands.push({ kind, id: awaited(turn, turn.state.hosts[host].target, host), host, because });
}

/** An inspection of a host, to find out whether this VM runs there. */
export function orderInspection(turn: OpenTurn, vm: VmName, host: HostName, because: string): void {
  turn.commands.push({ kind: "inspect-host", id: awaited(turn, turn.state.vms[vm].target, host), host, because });
}

/** Stops waiting for the commands to this target that are under way: their outcomes, if they come, are ignored. */
export function forgetAwaited(state: State, target: Target): void {
  for (let i = state.awaited.length - 1; i >= 0; i--) {
    if (state.awaited[i].target === target) state.awaited.splice(i, 1);
  }
}

function awaited(turn: OpenTurn, target: Target, host: HostName): CommandId {
  const command = nextId(turn);
  turn.state.awaited.push({ command, target, host });
  return command;
}

function nextId(turn: OpenTurn): CommandId {
  return turn.state.self.nextCommand++;
}
