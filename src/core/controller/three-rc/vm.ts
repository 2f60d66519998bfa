// The transitions of a VM: a signal's entry in the table gives the next state and the actions; each transition is
// announced. `actions` holds one function for each action of the table.

import { later, type Instant } from "../../../base/prelude/time.ts";
import { promise, remove, rungOf, setDeadline, settle, wantMove, type State, type VmBelief } from "./beliefs.ts";
import { CONTROLLER_FACTS } from "../state-machines/controller-states.ts";
import { HOST_FACTS } from "../state-machines/host-states.ts";
import { takes } from "./placement.ts";
import { transitionOf } from "../state-machines/table.ts";
import { announce, callHuman, forgetAwaited, orderInspection, orderWatch, type OpenTurn } from "./turn.ts";
import { VM_FACTS } from "../state-machines/vm-states.ts";
import { vmTable, type VmAction, type VmSignal } from "../state-machines/vm-table.ts";

/** Sends a signal to a VM. `because` is the reason in the journal. */
export function signalVm(turn: OpenTurn, vm: VmBelief, signal: VmSignal, because: string): void {
  const { state, at } = turn;
  const from = vm.state;
  const step = transitionOf(vmTable, from, signal, vm.target);
  leave(state, vm);
  vm.state = step.to;
  vm.since = at;
  vm.streak = signal === "symptom" ? -1 : 0;
  announce(turn, { subject: vm.target, from, to: step.to, on: signal, because });
  for (const action of step.actions) actions[action](turn, vm, because);
  arrive(state, vm);
  setDeadline(state, vm.target, deadlineOf(turn, vm));
}

function leave(state: State, vm: VmBelief): void {
  const { holdsSlot, awaits } = VM_FACTS[vm.state];
  if (holdsSlot) state.slotsTaken--;
  if (awaits !== null) forgetAwaited(state, vm.target);
  if (vm.state === "queued") remove(state.queue, vm.name);
  if (vm.state === "verifying") vm.guestBy = null;
}

function arrive(state: State, vm: VmBelief): void {
  if (VM_FACTS[vm.state].holdsSlot) state.slotsTaken++;
  if (vm.state === "queued") enqueue(state, vm);
}

/** Highest priority first, then longest down, then by name. */
function enqueue(state: State, vm: VmBelief): void {
  const after = state.queue.findIndex((name) => precedes(vm, state.vms[name]));
  state.queue.splice(after < 0 ? state.queue.length : after, 0, vm.name);
}

function precedes(a: VmBelief, b: VmBelief): boolean {
  if (a.settings.priority !== b.settings.priority) return a.settings.priority > b.settings.priority;
  const [aSince, bSince] = [a.downSince ?? a.since, b.downSince ?? b.since];
  return aSince !== bSince ? aSince < bSince : a.name < b.name;
}

/** The deadline of the VM's state. Every state that waits for something has one, until a human is called. */
function deadlineOf({ state, at }: OpenTurn, vm: VmBelief): Instant | null {
  const { settings } = state;
  const { deadline } = VM_FACTS[vm.state];
  switch (deadline) {
    case "stable":
      return later(at, settings.stableFor);
    case "patience":
      return vm.called ? null : later(at, settings.patience);
    case "hold":
      return later(at, settings.storm.hold);
    case "service":
      return vm.guestBy ?? vm.rungEnds;
    case "rung":
      return vm.rungEnds;
    case "inspect":
    case "migrate":
      return later(at, settings.hostActions[deadline].timeout);
    case null:
      return null;
  }
}

/** The guest has answered: from now on only the rung's own timeout counts. */
export function guestAnswered(state: State, vm: VmBelief): void {
  vm.guestBy = null;
  setDeadline(state, vm.target, vm.rungEnds);
}

const actions: Record<VmAction, (turn: OpenTurn, vm: VmBelief, because: string) => void> = {
  "watch-closely": (turn, vm, because) => orderWatch(turn, vm.target, true, because),

  "watch-calmly": (turn, vm, because) => orderWatch(turn, vm.target, false, because),

  "open-episode": (turn, vm) => {
    const { at, state } = turn;
    vm.downSince = at;
    while (vm.episodes.length > 0 && vm.episodes[0] + state.settings.window <= at) vm.episodes.shift();
    vm.episodes.push(at);
  },

  "blame-host": (_turn, vm, because) => {
    vm.why = because;
    vm.blameless = true;
    restartLadder(vm);
  },

  /** A rung is not used up before one of its commands was given. */
  climb: ({ state }, vm, because) => {
    if (!vm.begun) {
      vm.why = because;
      return;
    }
    const rung = rungOf(state, vm);
    vm.attempts++;
    const attempt = `attempt ${vm.attempts} of ${rung?.attempts ?? 0}`;
    vm.why = `${rung?.kind ?? "the ladder"} did not help (${attempt}): ${because}`;
    if (rung !== undefined && vm.attempts < rung.attempts) return;
    vm.rung++;
    vm.attempts = 0;
    vm.begun = false;
  },

  /** The host is to blame. Its own probes decide about it. */
  excuse: (_turn, vm, because) => {
    vm.why = because;
    vm.excused = true;
  },

  escalate: (_turn, vm) => {
    if (vm.begun) vm.rung++;
    vm.begun = false;
  },

  "expect-service": (turn, vm, because) => {
    const rung = rungOf(turn.state, vm);
    if (vm.rungEnds === null) vm.rungEnds = later(turn.at, rung?.timeout ?? turn.state.settings.patience);
    vm.guestBy = rung?.guestWithin === undefined ? null : later(turn.at, rung.guestWithin);
    if (vm.guestBy !== null && vm.guestBy >= vm.rungEnds) vm.guestBy = null;
    orderWatch(turn, vm.target, true, because);
  },

  "close-episode": (turn, vm, because) => {
    if (vm.blameless) restartLadder(vm);
    endEpisode(vm);
    orderWatch(turn, vm.target, false, because);
  },

  arrive: ({ state }, vm) => {
    if (vm.movingTo !== null) settle(state, vm, vm.movingTo);
  },

  forget: (_turn, vm) => {
    restartLadder(vm);
    endEpisode(vm);
  },

  /** Humans worked on it, and may have started it on any host that is not proven dead. */
  "expect-anywhere": ({ state }, vm) => {
    for (const { name } of state.settings.hosts) {
      const host = state.hosts[name];
      if (HOST_FACTS[host.state].provenDead || vm.places.includes(name)) continue;
      vm.places.push(name);
      promise(host, vm);
    }
  },

  locate: (turn, vm, because) => {
    vm.rungEnds = null;
    for (const place of vm.places) orderInspection(turn, vm.name, place, because);
  },

  "call-for-repair": (turn, vm, because) => {
    vm.why = because;
    callHuman(turn, vm.target, "repair-vm", because);
  },

  "call-again": (turn, vm, because) => callHuman(turn, vm.target, "repair-vm", `${because}; still: ${vm.why}`),

  "call-to-investigate": (turn, vm, because) => {
    if (vm.called) return;
    vm.called = true;
    callHuman(turn, vm.target, lacksRoom(turn.state, vm) ? "make-room" : "investigate", because);
  },

  "begin-again": ({ at }, vm, because) => {
    restartLadder(vm);
    endEpisode(vm);
    vm.why = because;
    vm.downSince = at;
    vm.episodes.length = 0;
  },

  /** If its home cannot take it now, it is moved when its home next returns to service. */
  "go-home": ({ state }, vm) => {
    const home = state.hosts[vm.settings.home];
    if (state.settings.failback && vm.host !== home.name && takes(state, home, vm))
      wantMove(state, vm.name, home.name, `it is stable, and ${home.name} is its home`);
  },
};

/** Whether a queued VM waits for a host with room, and not for proof of death, its own host, a slot or an operator. */
function lacksRoom(state: State, vm: VmBelief): boolean {
  return (
    vm.places.length === 0 &&
    rungOf(state, vm)?.kind !== "reboot" &&
    CONTROLLER_FACTS[state.self.state].acts &&
    state.slotsTaken < state.settings.maxConcurrent
  );
}

/** Forgets what is remembered only during an episode. */
function endEpisode(vm: VmBelief): void {
  vm.attempts = 0;
  vm.downSince = null;
  vm.rungEnds = null;
  vm.called = false;
  vm.blameless = false;
  vm.excused = false;
}

function restartLadder(vm: VmBelief): void {
  vm.rung = 0;
  vm.attempts = 0;
  vm.begun = false;
}
