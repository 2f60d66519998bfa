// Live migrations that operators, maintenance or failback want. A VM is moved while it is healthy and a slot is free.

import { expectAt, remove, type HostBelief, type VmBelief } from "./beliefs.ts";
import { mayBeOn, place, takes } from "./placement.ts";
import { callHuman, orderMigration, type OpenTurn } from "./turn.ts";
import { signalVm } from "./vm.ts";

/** Begins each wanted migration that can begin now. If no host can take the VM, it is dropped and a human called. */
export function migrateWhatMay(turn: OpenTurn): void {
  const { state } = turn;
  for (const move of state.moves.slice()) {
    const vm = state.vms[move.vm];
    const settled = move.to === null ? state.hosts[vm.host].state !== "resting" : vm.host === move.to;
    if (settled) remove(state.moves, move);
    if (settled || vm.state !== "up" || state.slotsTaken >= state.settings.maxConcurrent) continue;
    remove(state.moves, move);
    const target = move.to === null ? place(state, vm, undefined) : state.hosts[move.to];
    if (target === undefined || target.name === vm.host || !takes(state, target, vm)) {
      const why =
        target === undefined
          ? "no other host that it may be on can take it now"
          : mayBeOn(vm, target)
            ? `${target.name} cannot take it now`
            : `it may not be on ${target.name}`;
      callHuman(turn, vm.target, "make-room", `${move.because}; ${why}`);
      continue;
    }
    migrate(turn, vm, target, move.because);
  }
}

function migrate(turn: OpenTurn, vm: VmBelief, target: HostBelief, because: string): void {
  const from = vm.host;
  expectAt(target, vm);
  vm.movingTo = target.name;
  signalVm(turn, vm, "migrate", because);
  orderMigration(turn, vm.name, from, target.name, because);
}
