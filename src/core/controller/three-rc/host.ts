// The transitions of a host, as its table says, and their actions. On proof of death its VMs get signals too.

import { later, type Instant } from "../../../base/prelude/time.ts";
import { remove, ruleOut, setDeadline, wantMove, type HostBelief } from "./beliefs.ts";
import type { AttemptSettings, Settings } from "../contract/settings.ts";
import { HOST_FACTS, type HostRemedy, type HostState } from "../state-machines/host-states.ts";
import { hostTable, type HostAction, type HostSignal } from "../state-machines/host-table.ts";
import { VM_FACTS } from "../state-machines/vm-states.ts";
import { transitionOf } from "../state-machines/table.ts";
import { announce, callHuman, forgetAwaited, orderWatch, type OpenTurn } from "./turn.ts";
import { signalVm } from "./vm.ts";

/** Sends a signal to a host. `because` is the reason in the journal. */
export function signalHost(turn: OpenTurn, host: HostBelief, signal: HostSignal, because: string): void {
  const { state, at } = turn;
  const from = host.state;
  const step = transitionOf(hostTable, from, signal, host.target);
  const stays = step.to === from;
  if (!stays) enter(turn, host, step.to, signal === "symptom");
  announce(turn, { subject: host.target, from, to: step.to, on: signal, because });
  for (const action of step.actions) actions[action](turn, host, because);
  if (!stays) setDeadline(state, host.target, deadlineOf(turn, host));
  else if (signal === "expired") setDeadline(state, host.target, null);
  host.since = at;
}

function enter({ state }: OpenTurn, host: HostBelief, next: HostState, doubted: boolean): void {
  if (HOST_FACTS[host.state].awaits !== null) forgetAwaited(state, host.target);
  remove(state.troubled, host.name);
  host.state = next;
  host.streak = doubted ? -1 : 0;
  if (next === "returning") host.called = false;
  if (HOST_FACTS[next].wants !== null) state.troubled.push(host.name);
}

/** The deadline of the host's state. An action with no allowed attempts is not retried. */
function deadlineOf({ state, at }: OpenTurn, host: HostBelief): Instant | null {
  const { hostActions, patience } = state.settings;
  const { deadline, awaits } = HOST_FACTS[host.state];
  switch (deadline) {
    case "outcome":
      return awaits === null ? null : later(at, attemptsOf(state.settings, awaits).timeout);
    case "fence-again":
      return hostActions.fence.attempts === 0 ? null : later(at, hostActions.fenceAgainAfter);
    case "power-on-again":
      return hostActions.powerOn.attempts === 0 ? null : later(at, hostActions.powerOnAgainAfter);
    case "stable":
      return later(at, hostActions.stableFor);
    case "patience":
      return later(at, patience);
    case null:
      return null;
  }
}

/** How many attempts of an action on a host the settings allow, and the timeout of each. */
export function attemptsOf({ hostActions }: Settings, remedy: HostRemedy): AttemptSettings {
  switch (remedy) {
    case "restart-layer":
      return hostActions.restartLayer;
    case "fence-host":
      return hostActions.fence;
    case "power-on-host":
      return hostActions.powerOn;
  }
}

const actions: Record<HostAction, (turn: OpenTurn, host: HostBelief, because: string) => void> = {
  "watch-closely": (turn, host, because) => orderWatch(turn, host.target, true, because),

  "watch-calmly": (turn, host, because) => orderWatch(turn, host.target, false, because),

  "watch-guests": (turn, host) =>
    watchGuests(turn, host, true, `${host.name} is silent; its VMs are probed more often to see whether it is dead`),

  "leave-guests": (turn, host, because) => watchGuests(turn, host, false, because),

  "begin-attempts": (_turn, host) => {
    host.attempts = 0;
  },

  "count-attempt": (_turn, host) => {
    host.attempts++;
  },

  "lose-vms": (turn, host) => {
    for (const name of [...host.vms]) loseVm(turn, host, name);
  },

  evacuate: ({ state }, host, because) => {
    for (const vm of host.vms) wantMove(state, vm, null, because);
  },

  "bring-home": ({ state }, host) => {
    if (!state.settings.failback) return;
    for (const { name, home } of state.settings.vms) {
      if (home === host.name && state.vms[name].host !== home)
        wantMove(state, name, home, `${home}, its home, is trusted again`);
    }
  },

  "call-for-proof": (turn, host) =>
    callHuman(
      turn,
      host.target,
      "prove-dead",
      `the fence of ${host.name} gives no proof of death; until there is one these stay down: ` +
        `${host.vms.join(", ") || "none"}`,
    ),

  "call-for-repair": (turn, host, because) => {
    if (host.called) return;
    host.called = true;
    callHuman(turn, host.target, "repair-host", `${because}; it was fenced, and does not come back`);
  },

  "call-to-investigate": (turn, host, because) => callHuman(turn, host.target, "investigate", because),
};

/** Sets the probe interval of a host's VMs, if VMs are probed less often than hosts: their answers would be too old. */
function watchGuests(turn: OpenTurn, host: HostBelief, closely: boolean, because: string): void {
  const { probes, hostProbes } = turn.state.settings;
  if (probes.interval <= hostProbes.interval) return;
  for (const name of host.vms) {
    const vm = turn.state.vms[name];
    if (vm.host === host.name && VM_FACTS[vm.state].trusted) orderWatch(turn, vm.target, closely, because);
  }
}

/** The host is proven dead, so the VM does not run there. If it may run on no other host, it gets `host-lost`. */
function loseVm(turn: OpenTurn, host: HostBelief, name: string): void {
  const vm = turn.state.vms[name];
  ruleOut(turn.state, vm, host.name);
  if (vm.places.length === 0) {
    vm.movingTo = null;
    signalVm(turn, vm, "host-lost", `${host.name} is proven dead`);
  } else if (vm.state === "migrating") {
    signalVm(turn, vm, "failed", `${host.name} is proven dead`);
  }
}
