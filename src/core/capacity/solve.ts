// Searches a placement of all units, or of all but some VMs: depth first, the units with the fewest hosts and the
// largest first. Exact: a search that ends says yes or no. One that does not end within its budget says neither.
//
// Three things keep it short: what fits nowhere is counted as waste; of hosts that are alike only the first is tried;
// units that are alike take hosts in their order.

import { puzzleOf, type Puzzle, type PlacementQuestion, type Unit } from "./puzzle.ts";
import type { Settings } from "../controller/contract/settings.ts";

/** Steps that searches may still take; each search takes from it. */
export type Budget = { left: number };

/** Sums of cores are not exact. */
const ROUNDING = 1e-9;

/** To write a puzzle down takes a step for so many pairs of a VM and a host. */
const PAIRS_A_STEP = 20;

/** Whether there are places for all, or all but as many as may stay down; undefined: not decided. */
export function solvable(settings: Settings, question: PlacementQuestion, budget: Budget): boolean | undefined {
  const { hosts, vms } = settings;
  if (question.failed.length === hosts.length) return vms.length <= question.without;
  budget.left -= (hosts.length * vms.length) / PAIRS_A_STEP;
  return budget.left < 0 ? undefined : new Search(puzzleOf(settings, question), budget).from(0, question.without);
}

type Host = { cpu: number; memory: number; readonly alike: string; bound: number };

class Search {
  readonly #units: readonly Unit[];
  readonly #hosts: Host[];
  /** The host of each unit, in the order of `#units`; -1: none yet; the number of hosts: it stays down. */
  readonly #on: Int32Array;
  readonly #apart: readonly (readonly number[])[];
  /** Whether the unit is like the one before it. */
  readonly #repeats: readonly boolean[];
  /** Of the units from each on: sums, the smallest, and the largest share of one VM. */
  readonly #rest: readonly Rest[];
  readonly #budget: Budget;

  constructor({ free, units }: Puzzle, budget: Budget) {
    this.#budget = budget;
    const total = { cpu: sum(free.map(({ cpu }) => cpu)), memory: sum(free.map(({ memory }) => memory)) };
    const size = ({ cpu, memory }: Unit) => Math.max(cpu / (total.cpu || 1), memory / (total.memory || 1));
    const choice = ({ allowed }: Unit) => allowed.filter(Boolean).length;
    const order = units
      .map((unit, was) => ({ unit, was, key: likeness(unit), choice: choice(unit), size: size(unit) }))
      .sort((a, b) => a.choice - b.choice || b.size - a.size || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const now = new Map(order.map(({ was }, i) => [was, i]));
    this.#units = order.map(({ unit }) => unit);
    this.#apart = this.#units.map(({ apart }) => apart.map((was) => now.get(was) ?? 0));
    this.#repeats = order.map(({ key, unit }, i) => i > 0 && unit.apart.length === 0 && key === order[i - 1].key);
    this.#rest = restsOf(this.#units);
    this.#hosts = free.map((each, i) => ({
      ...each,
      bound: 0,
      alike: this.#units.map(({ allowed }) => (allowed[i] ? "1" : "0")).join(""),
    }));
    this.#on = new Int32Array(units.length).fill(-1);
  }

  from(at: number, without: number): boolean | undefined {
    if (at === this.#units.length) return true;
    if (this.#isHopeless(at, without)) return false;
    const first = this.#repeats[at] ? this.#on[at - 1] : 0;
    const tried: Host[] = [];
    for (let i = first; i < this.#hosts.length; i++) {
      const host = this.#hosts[i];
      if (--this.#budget.left < 0) return undefined;
      if (!this.#fits(at, i) || tried.some((other) => areAlike(host, other))) continue;
      tried.push(host);
      const found = this.#with(at, i, () => this.from(at + 1, without));
      if (found !== false) return found;
    }
    const { vms } = this.#units[at];
    if (vms > without) return false;
    this.#on[at] = this.#hosts.length;
    const found = this.from(at + 1, without - vms);
    this.#on[at] = -1;
    return found;
  }

  #fits(at: number, i: number): boolean {
    const { cpu, memory, allowed } = this.#units[at];
    const host = this.#hosts[i];
    if (!allowed[i] || cpu > host.cpu + ROUNDING || memory > host.memory + ROUNDING) return false;
    return this.#apart[at].every((other) => this.#on[other] !== i);
  }

  #with(at: number, i: number, search: () => boolean | undefined): boolean | undefined {
    const { cpu, memory, apart } = this.#units[at];
    const host = this.#hosts[i];
    const before = { cpu: host.cpu, memory: host.memory };
    this.#on[at] = i;
    host.cpu -= cpu;
    host.memory -= memory;
    host.bound += apart.length > 0 ? 1 : 0;
    const found = search();
    host.bound -= apart.length > 0 ? 1 : 0;
    Object.assign(host, before);
    this.#on[at] = -1;
    return found;
  }

  /** Whether the rest needs more than there is on hosts that can take the smallest of them. */
  #isHopeless(at: number, without: number): boolean {
    const { cpu, memory, leastCpu, leastMemory, cpuOfOne, memoryOfOne } = this.#rest[at];
    let [freeCpu, freeMemory] = [without * cpuOfOne, without * memoryOfOne];
    for (const host of this.#hosts) {
      if (host.cpu + ROUNDING < leastCpu || host.memory + ROUNDING < leastMemory) continue;
      freeCpu += host.cpu + ROUNDING;
      freeMemory += host.memory + ROUNDING;
    }
    this.#budget.left -= this.#hosts.length;
    return cpu > freeCpu + ROUNDING || memory > freeMemory + ROUNDING;
  }
}

type Rest = {
  readonly cpu: number;
  readonly memory: number;
  readonly leastCpu: number;
  readonly leastMemory: number;
  /** The largest share of one VM in its unit. */
  readonly cpuOfOne: number;
  readonly memoryOfOne: number;
};

function restsOf(units: readonly Unit[]): readonly Rest[] {
  const none = { cpu: 0, memory: 0, leastCpu: Infinity, leastMemory: Infinity, cpuOfOne: 0, memoryOfOne: 0 };
  const rests: Rest[] = [];
  units.toReversed().reduce<Rest>((after, { cpu, memory, vms }) => {
    const rest = {
      cpu: after.cpu + cpu,
      memory: after.memory + memory,
      leastCpu: Math.min(after.leastCpu, cpu),
      leastMemory: Math.min(after.leastMemory, memory),
      cpuOfOne: Math.max(after.cpuOfOne, cpu / vms),
      memoryOfOne: Math.max(after.memoryOfOne, memory / vms),
    };
    rests.unshift(rest);
    return rest;
  }, none);
  return rests;
}

/** Hosts with equal room, on which equal units may be, are alike as long as nothing there keeps others apart. */
function areAlike(a: Host, b: Host): boolean {
  return a.cpu === b.cpu && a.memory === b.memory && a.bound + b.bound === 0 && a.alike === b.alike;
}

function likeness({ cpu, memory, vms, allowed, apart }: Unit): string {
  return `${cpu} ${memory} ${vms} ${allowed.map(Number).join("")} ${apart.join()}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
