// What the controller believes: its whole state, as plain JSON data. Beliefs about places err on the safe side: a VM
// may be running on every host where it was ever started, until there is proof that it is not.

import type { Instant } from "../../../base/prelude/time.ts";
import { RUNG_HEIGHT } from "../../cluster/rungs.ts";
import { Defect } from "../../../base/prelude/check.ts";
import { FIRST_CONTROLLER_STATE, type ControllerState } from "../state-machines/controller-states.ts";
import { namesHost, type CommandId, type HostName, type Target, type VmName } from "../contract/event.ts";
import { FIRST_HOST_STATE, HOST_FACTS, type HostState } from "../state-machines/host-states.ts";
import type { HostSettings, RungSettings, Settings, VmSettings } from "../contract/settings.ts";
import { FIRST_VM_STATE, type VmState } from "../state-machines/vm-states.ts";

export type State = {
  readonly settings: Settings;
  readonly hosts: { readonly [name: HostName]: HostBelief };
  readonly vms: { readonly [name: VmName]: VmBelief };
  readonly self: { state: ControllerState; deadline: Instant | null; nextCommand: CommandId };
  /** VMs in state queued, in the order in which they will be served. */
  readonly queue: VmName[];
  /** Hosts whose state waits for a command. */
  readonly troubled: HostName[];
  /** Migrations wanted by operators, maintenance or failback. */
  readonly moves: Move[];
  /** Commands whose outcome is awaited. */
  readonly awaited: { readonly command: CommandId; readonly target: Target; readonly host: HostName }[];
  /** Deadlines of states: at most one for each target. */
  readonly deadlines: { readonly target: Target; readonly at: Instant }[];
  /** Targets confirmed down within the storm window; `told`: already counted in a storm. */
  readonly recentlyDown: { readonly target: Target; readonly at: Instant; readonly told: boolean }[];
  /** VMs whose recovery holds a slot of the storm brake. */
  slotsTaken: number;
};

type Move = { readonly vm: VmName; readonly to: HostName | null; readonly because: string };

export type HostBelief = {
  readonly name: HostName;
  readonly target: `host/${HostName}`;
  readonly settings: HostSettings;
  state: HostState;
  since: Instant;
  /** Consecutive good probes (positive) or failed ones (negative). */
  streak: number;
  /** Whether its last probe got any answer: then it is not dead, even if a human says so. */
  answers: boolean;
  attempts: number;
  /** Whether a human was called to repair it, and it has not answered since. */
  called: boolean;
  /** VMs for which room is reserved here: running, starting, or waiting for the host's recovery. */
  readonly vms: VmName[];
  freeCpu: number;
  freeMemory: number;
};

export type VmBelief = {
  readonly name: VmName;
  readonly target: `vm/${VmName}`;
  readonly settings: VmSettings;
  state: VmState;
  since: Instant;
  streak: number;
  /** Where it belongs at present. */
  host: HostName;
  /** Where it may be running. Empty: it is proven to run nowhere. */
  readonly places: HostName[];
  /** Those of `places` where a command without an outcome may still start it: its absence there proves nothing. */
  readonly loose: HostName[];
  /** Position on the ladder, kept while it is on probation. */
  rung: number;
  /** Attempts at this rung that have failed. */
  attempts: number;
  /** A command of this rung has been given. */
  begun: boolean;
  /** The failure of this episode was its host's, so its rung is not remembered afterwards. */
  blameless: boolean;
  /** A command of this episode did not reach its host or was lost, and no attempt was counted. */
  excused: boolean;
  /** What last went wrong with it, as text. */
  why: string;
  /** When it was first confirmed down in this episode. */
  downSince: Instant | null;
  /** End of the rung that is under way, and of the wait for the guest's first sign of life. */
  rungEnds: Instant | null;
  guestBy: Instant | null;
  /** A human was already called for this episode's wait. */
  called: boolean;
  /** The destination of a migration under way. */
  movingTo: HostName | null;
  /** Beginnings of its recent episodes. */
  readonly episodes: Instant[];
};

/** The first beliefs: everything is up, and every VM is at home. */
export function beginBeliefs(settings: Settings, at: Instant): State {
  const hosts: Record<HostName, HostBelief> = {};
  for (const host of settings.hosts) hosts[host.name] = newHost(host, at);
  const vms: Record<VmName, VmBelief> = {};
  for (const vm of settings.vms) {
    vms[vm.name] = newVm(vm, at);
    promise(hosts[vm.home], vms[vm.name]);
  }
  return {
    settings,
    hosts,
    vms,
    self: { state: FIRST_CONTROLLER_STATE, deadline: null, nextCommand: 1 },
    queue: [],
    troubled: [],
    moves: [],
    awaited: [],
    deadlines: [],
    recentlyDown: [],
    slotsTaken: 0,
  };
}

function newHost(settings: HostSettings, at: Instant): HostBelief {
  return {
    name: settings.name,
    target: `host/${settings.name}`,
    settings,
    state: FIRST_HOST_STATE,
    since: at,
    streak: 0,
    answers: true,
    attempts: 0,
    called: false,
    vms: [],
    freeCpu: settings.cpu,
    freeMemory: settings.memory,
  };
}

function newVm(settings: VmSettings, at: Instant): VmBelief {
  return {
    name: settings.name,
    target: `vm/${settings.name}`,
    settings,
    state: FIRST_VM_STATE,
    since: at,
    streak: 0,
    host: settings.home,
    places: [settings.home],
    loose: [],
    rung: 0,
    attempts: 0,
    begun: false,
    blameless: false,
    excused: false,
    why: "",
    downSince: null,
    rungEnds: null,
    guestBy: null,
    called: false,
    movingTo: null,
    episodes: [],
  };
}

/** Reserves room for the VM on the host. */
export function promise(host: HostBelief, vm: VmBelief): void {
  if (host.vms.includes(vm.name)) return;
  host.vms.push(vm.name);
  host.freeCpu -= vm.settings.cpu;
  host.freeMemory -= vm.settings.memory;
}

export function withdraw(host: HostBelief, vm: VmBelief): void {
  if (!remove(host.vms, vm.name)) return;
  host.freeCpu += vm.settings.cpu;
  host.freeMemory += vm.settings.memory;
}

/** Removes one element from a list; returns whether it was there. */
export function remove<T>(list: T[], element: T): boolean {
  const at = list.indexOf(element);
  if (at >= 0) list.splice(at, 1);
  return at >= 0;
}

/** The host that a target names, undefined if it names a VM; a Defect for a name that the settings do not have. */
export function hostOf(state: State, target: Target): HostBelief | undefined {
  return namesHost(target) ? known(indexOf(state).hosts, target) : undefined;
}

export function vmOf(state: State, target: Target): VmBelief {
  return known(indexOf(state).vms, target);
}

/** All hosts, in no particular order. */
export function hostsOf(state: State): readonly HostBelief[] {
  return indexOf(state).hostList;
}

/** An index of a state, derived from it, for speed: every probe needs its target, every placement all hosts. */
type Index = {
  readonly hosts: ReadonlyMap<Target, HostBelief>;
  readonly vms: ReadonlyMap<Target, VmBelief>;
  readonly hostList: readonly HostBelief[];
};

/**
 * The key of the index in its state. It is not enumerable, so writing, comparing or copying a state ignores it. A state
 * without an index, for example one rebuilt from JSON, gets one on first use.
 */
const INDEX = Symbol("index");
type Indexed = State & { readonly [INDEX]?: Index };

function indexOf(state: Indexed): Index {
  return state[INDEX] ?? attachIndex(state);
}

function attachIndex(state: State): Index {
  const value = newIndex(state);
  Object.defineProperty(state, INDEX, { value });
  return value;
}

function newIndex(state: State): Index {
  const hostList = Object.values(state.hosts);
  const hosts = new Map<Target, HostBelief>();
  for (const host of hostList) hosts.set(host.target, host);
  const vms = new Map<Target, VmBelief>();
  for (const { name } of state.settings.vms) vms.set(state.vms[name].target, state.vms[name]);
  return { hosts, vms, hostList };
}

function known<B>(beliefs: ReadonlyMap<Target, B>, target: Target): B {
  const belief = beliefs.get(target);
  if (belief === undefined) throw new Defect(`no such target: ${target}`);
  return belief;
}

/** The rung on which the VM is, or undefined above its ceiling. */
export function rungOf(state: State, vm: VmBelief): RungSettings | undefined {
  return vm.rung < rungsAllowed(state, vm) ? state.settings.ladder[vm.rung] : undefined;
}

/** How many rungs of the ladder, from the first, the VM's ceiling allows. */
export function rungsAllowed(state: State, vm: VmBelief): number {
  const tooHigh = state.settings.ladder.findIndex((rung) => RUNG_HEIGHT[rung.kind] > RUNG_HEIGHT[vm.settings.ceiling]);
  return tooHigh < 0 ? state.settings.ladder.length : tooHigh;
}

/** Whether the host answers, so that commands can be carried out on it. */
export function reachable(host: HostBelief): boolean {
  return HOST_FACTS[host.state].trusted;
}

export function setDeadline(state: State, target: Target, at: Instant | null): void {
  const old = state.deadlines.findIndex((deadline) => deadline.target === target);
  if (old >= 0) state.deadlines.splice(old, 1);
  if (at !== null) state.deadlines.push({ target, at });
}

/** Records the proof that the VM does not run on this host. Room stays reserved there only if it belongs there. */
export function ruleOut(state: State, vm: VmBelief, place: HostName): void {
  remove(vm.places, place);
  remove(vm.loose, place);
  if (vm.host !== place) withdraw(state.hosts[place], vm);
}

/**
 * Records the proof that the VM runs on this host. From now on it belongs here, and runs on no other host, except where
 * a command without an outcome may still start it.
 */
export function settle(state: State, vm: VmBelief, place: HostName): void {
  remove(vm.loose, place);
  for (const host of [vm.host, ...vm.places])
    if (host !== place && !vm.loose.includes(host)) withdraw(state.hosts[host], vm);
  vm.host = place;
  vm.movingTo = null;
  vm.places.splice(0, vm.places.length, place, ...vm.loose);
  promise(state.hosts[place], vm);
}

/** Records that a command is given which may bring the VM to this host: from now on it may be running there. */
export function expectAt(host: HostBelief, vm: VmBelief): void {
  promise(host, vm);
  if (!vm.places.includes(host.name)) vm.places.push(host.name);
  if (!vm.loose.includes(host.name)) vm.loose.push(host.name);
}

/** Records that a VM should be moved to this host, or (null) to any other than its own, unless already recorded. */
export function wantMove(state: State, vm: VmName, to: HostName | null, because: string): void {
  if (!state.moves.some((move) => move.vm === vm && move.to === to)) state.moves.push({ vm, to, because });
}
