// When faults strike, and when they relent. Scripted ones strike at their instant. Random ones have a clock for each
// target: it is wound when the target is well, and again when it is well again after a strike; a clock that ends while
// its target is down for another reason is wound anew when the target is well. So a law is a law of the time to failure
// of something that works, as reliability theory has it. Faults without one victim of their own (a common cause, what
// all share, the monitor, a management board) are wound again when they have passed.

import type { Engine } from "../engine/engine.ts";
import type { Fault } from "../../core/cluster/fault.ts";
import type { Chance, Draws, HostTruth, VmTruth, World } from "../world/state.ts";
import { canStrike, overlaps, relent, strike, type Victim } from "../world/strike.ts";
import { isHostFault, isVmFault } from "../../core/cluster/fault.ts";
import { known, type ByName } from "./by-name.ts";
import { Slots } from "./slots.ts";

/** A strike that lasts. */
type Lasting = { readonly clock: Clock; readonly hit: readonly Victim[] };
type Clock = {
  readonly index: number;
  readonly fault: Fault;
  readonly victims: readonly Victim[];
  readonly draws: Draws;
  running: boolean;
};

/** Told of each strike that hits something well, just before it does. */
export type Struck = (fault: Fault, victim: Victim) => void;

export class Faults {
  readonly #world: World;
  readonly #engine: Engine;
  readonly #struck: Struck;
  readonly #clocks: readonly Clock[];
  readonly #followers = new Map<VmTruth | HostTruth, Clock[]>();
  readonly #lasting = new Slots<Lasting>();
  /** The strike that is on each victim, where only one can be: a later one proves that all before it were over. */
  readonly #latest = new Map<Victim, Lasting>();
  readonly #strike: number;
  readonly #relent: number;

  constructor(world: World, engine: Engine, faults: readonly Fault[], byName: ByName, struck: Struck) {
    this.#world = world;
    this.#engine = engine;
    this.#struck = struck;
    this.#strike = engine.on((index) => this.#fire(this.#clocks[index]));
    this.#relent = engine.on((slot) => this.#pass(slot));
    this.#clocks = clocksOf(faults, byName, world.chance);
    for (const clock of this.#clocks) {
      const victim = ownVictim(clock);
      if (victim !== undefined) this.#followers.set(victim, [...(this.#followers.get(victim) ?? []), clock]);
    }
  }

  begin(): void {
    for (const clock of this.#clocks) {
      const { when } = clock.fault;
      if (when.kind === "at") this.#engine.at(when.at, this.#strike, clock.index);
      else this.#wind(clock);
    }
  }

  /** The victim is well again: those of its clocks that have run out are wound up. */
  well(victim: VmTruth | HostTruth): void {
    const clocks = this.#followers.get(victim);
    if (clocks === undefined) return;
    for (const clock of clocks) if (!clock.running) this.#wind(clock);
  }

  #wind(clock: Clock): void {
    const { when } = clock.fault;
    if (when.kind !== "every") return;
    clock.running = true;
    this.#engine.after(clock.draws.draw(when.law, "next"), this.#strike, clock.index);
  }

  #fire(clock: Clock): void {
    const { fault } = clock;
    clock.running = false;
    this.#world.now = this.#engine.now;
    const hit = clock.victims.filter((victim) => canStrike(fault.kind, victim));
    for (const victim of hit) {
      this.#struck(fault, victim);
      strike(this.#world, fault.kind, victim, fault.guests, fault.delay);
    }
    const struck: Lasting = { clock, hit };
    if (!overlaps(fault.kind)) for (const victim of hit) this.#latest.set(victim, struck);
    if (hit.length > 0 && fault.lasts !== undefined) {
      const lasts = clock.draws.draw(fault.lasts, "lasts");
      this.#engine.after(lasts, this.#relent, this.#lasting.put(struck));
    } else if (ownVictim(clock) === undefined) {
      this.#wind(clock);
    }
  }

  #pass(slot: number): void {
    const struck = this.#lasting.take(slot);
    const { clock, hit } = struck;
    const { kind, delay } = clock.fault;
    this.#world.now = this.#engine.now;
    for (const victim of hit)
      if (overlaps(kind) || this.#latest.get(victim) === struck) relent(this.#world, kind, victim, delay);
    if (ownVictim(clock) === undefined) this.#wind(clock);
  }
}

function clocksOf(faults: readonly Fault[], byName: ByName, chance: Chance): Clock[] {
  const clocks: Clock[] = [];
  faults.forEach((fault, number) => {
    const victims = fault.on.map((name) => victimOf(fault, name, byName));
    const each = victims.length === 0 ? [[null]] : fault.together ? [victims] : victims.map((victim) => [victim]);
    each.forEach((struck, copy) =>
      clocks.push({
        index: clocks.length,
        fault,
        victims: struck,
        draws: chance.of(`fault/${number}/${copy}`),
        running: false,
      }),
    );
  });
  return clocks;
}

function victimOf(fault: Fault, name: string, byName: ByName): Victim {
  if (isHostFault(fault.kind)) return known(byName.hosts, name);
  if (isVmFault(fault.kind)) return known(byName.vms, name);
  return byName.vms.get(name) ?? known(byName.hosts, name);
}

/** The one victim whose being well winds the clock. */
function ownVictim({ fault, victims }: Clock): VmTruth | HostTruth | undefined {
  const itsOwn = victims.length === 1 && !overlaps(fault.kind) && (isVmFault(fault.kind) || isHostFault(fault.kind));
  return itsOwn ? (victims[0] ?? undefined) : undefined;
}
