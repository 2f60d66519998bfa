// The 3 Re Cycle: which command a queued VM gets next. The ladder is reboot in place, restart on another host,
// reinstall from scratch, and then a human. One rule has precedence: a VM is started only if it is proven to run on no
// other host.

import { later } from "../../../base/prelude/time.ts";
import {
  expectAt,
  reachable,
  rungOf,
  rungsAllowed,
  withdraw,
  type HostBelief,
  type State,
  type VmBelief,
} from "./beliefs.ts";
import { place } from "./placement.ts";
import type { RungKind } from "../../cluster/rungs.ts";
import { orderVm, type OpenTurn } from "./turn.ts";
import { signalVm } from "./vm.ts";

/**
 * Gives a queued VM the next command of its ladder, if that is possible now; else it stays queued. If it has just
 * answered again, nothing is done until its next probe shows whether it is healthy.
 */
export function recover(turn: OpenTurn, vm: VmBelief): void {
  const { state } = turn;
  if (vm.episodes.length > state.settings.maxEpisodes) {
    signalVm(
      turn,
      vm,
      "flapping",
      `it failed ${vm.episodes.length} times within the window: another cycle would not help`,
    );
    return;
  }
  if (vm.streak > 0) return;
  if (state.slotsTaken >= state.settings.maxConcurrent) return;
  const rung = rungOf(state, vm);
  if (rung === undefined) {
    signalVm(turn, vm, "exhausted", `no rung is left under its ceiling, ${vm.settings.ceiling}; last: ${vm.why}`);
    return;
  }
  switch (rung.kind) {
    case "reboot":
      return reboot(turn, vm);
    case "restart":
      return clear(turn, vm, undefined) ? start(turn, vm, vm.host) : undefined;
    case "reinstall":
      return reinstall(turn, vm);
  }
}

function reboot(turn: OpenTurn, vm: VmBelief): void {
  const { state } = turn;
  const host = state.hosts[vm.host];
  if (!clear(turn, vm, vm.host)) return;
  if (reachable(host)) {
    order(turn, vm, "reboot", host, vm.why);
  } else if (
    host.state === "resting" &&
    nextKind(state, vm) === "restart" &&
    place(state, vm, host.name) !== undefined
  ) {
    vm.rung++;
    recover(turn, vm);
  } else if (vm.places.length === 0 && vm.rung + 1 < rungsAllowed(state, vm)) {
    vm.rung++;
    recover(turn, vm);
  }
}

/** The kind of the rung above the VM's present one, undefined above its ceiling. */
function nextKind(state: State, vm: VmBelief): RungKind | undefined {
  return vm.rung + 1 < rungsAllowed(state, vm) ? state.settings.ladder[vm.rung + 1].kind : undefined;
}

function reinstall(turn: OpenTurn, vm: VmBelief): void {
  const { state } = turn;
  const host = state.hosts[vm.host];
  const stays = reachable(host);
  if (!clear(turn, vm, stays ? vm.host : undefined)) return;
  const target = stays ? host : place(state, vm, undefined);
  if (target !== undefined) order(turn, vm, "reinstall", target, whyOn(turn.state, vm, target));
}

function start(turn: OpenTurn, vm: VmBelief, from: string): void {
  const target = place(turn.state, vm, from);
  if (target === undefined) return;
  const why = whyOn(turn.state, vm, target);
  order(turn, vm, "start", target, target.name === from ? `${why}; no other host can take it` : why);
}

/** What went wrong with the VM, and, if its own host cannot take it, the state of that host. */
function whyOn(state: State, vm: VmBelief, target: HostBelief): string {
  const own = state.hosts[vm.host];
  return own === target || reachable(own) ? vm.why : elsewhereSince(vm, own);
}

function elsewhereSince(vm: VmBelief, host: HostBelief): string {
  return (
    `${vm.why}; it is brought up elsewhere, since ${host.name} is ` +
    `${host.state === "resting" ? "in maintenance" : host.state}`
  );
}

/**
 * Whether the VM is proven to run on no host but `allowed`. If not, orders a stop on the first other host where it may
 * run, if that host answers or is in maintenance.
 */
function clear(turn: OpenTurn, vm: VmBelief, allowed: string | undefined): boolean {
  const elsewhere = vm.places.find((place) => place !== allowed);
  if (elsewhere === undefined) return true;
  const host = turn.state.hosts[elsewhere];
  if (!reachable(host) && host.state !== "resting") return false;
  begin(turn, vm);
  vm.places.sort((a, b) => Number(b === elsewhere) - Number(a === elsewhere));
  const because =
    `${host.state === "resting" ? elsewhereSince(vm, host) : vm.why}; before it starts anew it must be proven off ` +
    `on ${elsewhere}`;
  signalVm(turn, vm, "stop", because);
  orderVm(turn, "stop-vm", vm.name, elsewhere, because);
  return false;
}

function order(
  turn: OpenTurn,
  vm: VmBelief,
  signal: "reboot" | "start" | "reinstall",
  host: HostBelief,
  because: string,
): void {
  begin(turn, vm);
  settleOn(turn.state, vm, host);
  signalVm(turn, vm, signal, because);
  orderVm(turn, `${signal}-vm`, vm.name, host.name, because);
}

function begin(turn: OpenTurn, vm: VmBelief): void {
  vm.begun = true;
  vm.rungEnds = later(turn.at, rungOf(turn.state, vm)?.timeout ?? turn.state.settings.patience);
}

/** From now on the VM belongs on this host, and may be running there. */
function settleOn(state: State, vm: VmBelief, host: HostBelief): void {
  if (vm.host !== host.name) withdraw(state.hosts[vm.host], vm);
  vm.host = host.name;
  expectAt(host, vm);
}
