// How many hosts may fail at once. Sizes of failures are tried in turn, all failures of each size, as far as the
// effort allows: then the answer is exact. Where it ends, the bounds remain, narrowed by failures of the largest hosts
// and of those with most VMs.

import { boundsOf } from "./bounds.ts";
import type { Bounds, Capacity, Failure, WorstFailure } from "./capacity.ts";
import { downVm } from "./want.ts";
import type { HostName } from "../controller/contract/event.ts";
import { FailureTrial, type Aftermath } from "./failure-trial.ts";
import type { Settings } from "../controller/contract/settings.ts";
import { solvable, type Budget } from "./solve.ts";
import { subsetCount, subsets } from "./subsets.ts";

/** Steps of placement that an analysis may take, so that its answer does not depend on the machine. */
export const EFFORT = { glance: 500_000, search: 1_000_000, thorough: 20_000_000 } as const;

/** The share of the steps that are left which one search may use, and the steps that it may use in any case. */
const SEARCH_SHARE = 0.05;
const SEARCH_LEAST = 2_000;

/** What is known so far. */
type Knowledge = {
  readonly settings: Settings;
  readonly trial: FailureTrial;
  readonly budget: Budget;
  survives: Bounds;
  possible: Bounds;
  worst: { readonly hosts: readonly HostName[]; readonly down: number; readonly priority: number } | undefined;
  /** Whether `worst` is the worst of all failures of its size. */
  complete: boolean;
};

/** `effort`: one of `EFFORT`. */
export function capacityOf(settings: Settings, effort: number): Capacity {
  const bounds = boundsOf(settings);
  const known: Knowledge = {
    settings,
    trial: new FailureTrial(settings),
    budget: { left: effort },
    survives: settings.together.length > 0 ? { ...bounds, atLeast: 0 } : bounds,
    possible: bounds,
    worst: undefined,
    complete: false,
  };
  tryAllSizes(known);
  for (const order of [byMemory(settings), byVms(settings)]) {
    if (!known.complete) narrowSurvives(known, order);
    narrowPossible(known, order);
  }
  const { survives, possible } = known;
  return { hosts: settings.hosts.length, vms: settings.vms.length, survives, possible, worst: worstOf(known) };
}

/** Each host alone, first the one whose failure leaves most VMs down, then those that leave the least memory free. */
export function singleFailures(settings: Settings): readonly Failure[] {
  const trial = new FailureTrial(settings);
  return settings.hosts
    .map(({ name }) => trial.after([name], (end) => failureOf([name], end)))
    .sort((a, b) => b.down.length - a.down.length || a.freeMemory - b.freeMemory || b.moved - a.moved);
}

/** How many VMs the controller leaves down after this failure. */
export function leftDown(settings: Settings, failed: readonly HostName[]): number {
  return new FailureTrial(settings).after(failed, ({ down }) => down.length);
}

function tryAllSizes(known: Knowledge): void {
  const order = byMemory(known.settings);
  for (let size = Math.min(known.survives.atLeast, known.possible.atLeast) + 1; size <= order.length; size++) {
    const isOpen = known.worst === undefined || isUndecided(known, size);
    if (!isOpen || subsetCount(order.length, size) * costOf(known, size) > known.budget.left) return;
    if (!trySize(known, order, size)) return;
  }
}

function isUndecided({ possible }: Knowledge, size: number): boolean {
  return possible.atLeast < size && size <= possible.atMost;
}

/** Tries all failures of one size; returns whether a larger size can tell more. */
function trySize(known: Knowledge, order: readonly HostName[], size: number): boolean {
  const isFirst = known.worst === undefined;
  let doubt = false;
  for (const hosts of subsets(order, size)) {
    if (bears(known, hosts)) continue;
    if (isUndecided(known, size)) doubt = allows(known, hosts) !== true || doubt;
    if (!isFirst && (doubt || !isUndecided(known, size))) break;
  }
  if (known.worst === undefined) known.survives = { ...known.survives, atLeast: size };
  else if (isFirst) known.complete = true;
  if (!doubt && isUndecided(known, size)) known.possible = { ...known.possible, atLeast: size };
  return !doubt;
}

/** Whether the controller has places for all after this failure. */
function bears(known: Knowledge, hosts: readonly HostName[]): boolean {
  known.budget.left -= costOf(known, hosts.length);
  return known.trial.after(hosts, ({ down }) => {
    if (down.length === 0) return true;
    const { survives } = known;
    const priority = down.reduce((sum, vm) => sum + vm.settings.priority, 0);
    if (isWorse(known, hosts, down.length, priority)) known.worst = { hosts, down: down.length, priority };
    known.survives = { ...survives, atMost: Math.min(survives.atMost, hosts.length - 1) };
    return false;
  });
}

/** The smaller failure counts, then the one with more VMs down, then the one with more priority among these. */
function isWorse({ worst }: Knowledge, hosts: readonly HostName[], down: number, priority: number): boolean {
  if (worst === undefined) return true;
  if (worst.hosts.length !== hosts.length) return hosts.length < worst.hosts.length;
  return down === worst.down ? priority > worst.priority : down > worst.down;
}

/** Whether any placement has places for all after this failure. If not, that bounds what is possible. */
function allows(known: Knowledge, hosts: readonly HostName[]): boolean | undefined {
  const { settings, budget } = known;
  const allowance = Math.max(SEARCH_LEAST, Math.floor(budget.left * SEARCH_SHARE));
  const own = { left: allowance };
  const answer = solvable(settings, { failed: hosts, movers: "of-failed-hosts", without: 0 }, own);
  budget.left -= allowance - own.left;
  if (answer === false)
    known.possible = { ...known.possible, atMost: Math.min(known.possible.atMost, hosts.length - 1) };
  return answer;
}

/** Searches by halving a small failure of the first hosts of the order that leaves a VM down. */
function narrowSurvives(known: Knowledge, order: readonly HostName[]): void {
  let [low, high] = [known.survives.atLeast, Math.min(known.survives.atMost + 1, order.length)];
  while (high - low > 1) {
    const size = Math.floor((low + high) / 2);
    if (costOf(known, size) > known.budget.left) return;
    if (bears(known, order.slice(0, size))) low = size;
    else high = size;
  }
  if (known.worst === undefined && high > low && costOf(known, high) <= known.budget.left)
    bears(known, order.slice(0, high));
}

function narrowPossible(known: Knowledge, order: readonly HostName[]): void {
  let [low, high] = [known.possible.atLeast, known.possible.atMost + 1];
  while (high - low > 1) {
    const size = Math.floor((low + high) / 2);
    if (costOf(known, size) > known.budget.left) return;
    const hosts = order.slice(0, size);
    if (bears(known, hosts) || allows(known, hosts) !== false) low = size;
    else high = size;
  }
}

function byMemory({ hosts }: Settings): readonly HostName[] {
  return hosts.toSorted((a, b) => b.memory - a.memory).map(({ name }) => name);
}

function byVms({ hosts, vms }: Settings): readonly HostName[] {
  const load = new Map<HostName, number>();
  for (const { home } of vms) load.set(home, (load.get(home) ?? 0) + 1);
  return hosts.map(({ name }) => name).sort((a, b) => (load.get(b) ?? 0) - (load.get(a) ?? 0));
}

function worstOf({ worst, complete, trial }: Knowledge): WorstFailure | undefined {
  if (worst === undefined) return undefined;
  const { hosts } = worst;
  return { ...trial.after(hosts, (end) => failureOf(hosts, end)), complete };
}

function failureOf(hosts: readonly HostName[], { state, moved, down }: Aftermath): Failure {
  const up = state.settings.hosts.map(({ name }) => state.hosts[name]).filter((host) => host.state === "up");
  return {
    hosts,
    moved: moved.length,
    down: down.map((vm) => downVm(state, vm)),
    freeCpu: up.reduce((sum, host) => sum + host.freeCpu, 0),
    freeMemory: up.reduce((sum, host) => sum + host.freeMemory, 0),
  };
}

/** About the steps of placement after a failure of so many hosts: each of their VMs may be compared with each host. */
function costOf({ settings: { vms, apart, together } }: Knowledge, size: number): number {
  return vms.length * (1 + size * (1 + apart.length + together.length));
}
