// When faults begin and end. Scripted ones begin at their instant. Random ones have a clock for each target. It starts
// when the target is healthy, and again when the target is healthy again after a fault; if it ends while the target is
// down for another reason, it restarts when the target is healthy. So the distribution is that of the time to failure
// of a working target, as in reliability theory. Clocks of faults without one target of their own (a common cause, the
// whole site, the monitor, a management board) restart when the fault has ended.
//
// The clock of a distribution without memory runs on instead: its instants follow from its stream alone, and those at
// which nothing can be injected pass. The distribution is the same, and whatever else happens, or whatever a controller
// does about it, no injection moves.

import { isMemoryless } from "../../base/random/distribution-facts.ts";
import type { Distribution } from "../../base/random/distribution.ts";
import { later, START, type Duration, type Instant } from "../../base/prelude/time.ts";
import type { Engine } from "../engine/engine.ts";
import { streamNames } from "../../core/cluster/fault-streams.ts";
import { factsOf, type Fault } from "../../core/cluster/fault.ts";
import type { Chance, Draws, HostTruth, VmTruth, World } from "../world/state.ts";
import type { FaultTarget } from "../world/faults/behaviour.ts";
import { beginFault, canBegin, endFault } from "../world/faults/faults.ts";
import { known, type ByName } from "./by-name.ts";
import { Slots } from "./slots.ts";

/** A fault that has begun, and the targets in which it ends at one instant: all, or one with a duration of its own. */
type Injected = { readonly clock: Clock; readonly into: readonly FaultTarget[] };
type Clock = {
  readonly index: number;
  readonly fault: Fault;
  readonly targets: readonly FaultTarget[];
  readonly draws: Draws;
  running: boolean;
  /** The instant of its present or next injection. */
  due: Instant;
  /** How long that lasts: in all targets, or in each of them. Drawn with the instant, so that both stay in step. */
  durations: readonly Duration[];
  /** How many endings of its fault are still to come. */
  pending: number;
};

/** Called for each fault and each target in which it is about to begin, or to end. */
export type OnInjected = (fault: Fault, target: FaultTarget) => void;
type Told = { readonly injected: OnInjected; readonly passed: OnInjected };

export class Faults {
  readonly #world: World;
  readonly #engine: Engine;
  readonly #told: Told;
  readonly #clocks: readonly Clock[];
  readonly #followers = new Map<VmTruth | HostTruth, Clock[]>();
  readonly #lasting = new Slots<Injected>();
  /** The latest fault of each target, of kinds that do not overlap: when it began, all earlier ones had ended. */
  readonly #latest = new Map<FaultTarget, Injected>();
  readonly #begin: number;
  readonly #end: number;

  constructor(world: World, engine: Engine, faults: readonly Fault[], byName: ByName, told: Told) {
    this.#world = world;
    this.#engine = engine;
    this.#told = told;
    this.#begin = engine.on((index) => this.#fire(this.#clocks[index]));
    this.#end = engine.on((slot) => this.#pass(slot));
    this.#clocks = clocksOf(faults, byName, world.chance);
    for (const clock of this.#clocks) {
      const target = ownTarget(clock);
      if (target !== undefined) this.#followers.set(target, [...(this.#followers.get(target) ?? []), clock]);
    }
  }

  begin(): void {
    for (const clock of this.#clocks) {
      const { when } = clock.fault;
      if (when.kind === "every") {
        this.#wind(clock);
      } else {
        clock.durations = drawDurations(clock);
        this.#engine.at(when.at, this.#begin, clock.index);
      }
    }
  }

  /** The target is healthy again: those of its clocks that have stopped are started. */
  well(target: VmTruth | HostTruth): void {
    const clocks = this.#followers.get(target);
    if (clocks === undefined) return;
    for (const clock of clocks) if (!clock.running) this.#wind(clock);
  }

  #wind(clock: Clock): void {
    const { when } = clock.fault;
    if (when.kind !== "every") return;
    const { now } = this.#engine;
    clock.running = true;
    if (!isMemoryless(when.distribution)) clock.due = now;
    drawNext(clock, when.distribution);
    for (let passed = 1; clock.due < now; passed++) {
      if (passed === MAX_PASSED) clock.due = now;
      drawNext(clock, when.distribution);
    }
    this.#engine.at(clock.due, this.#begin, clock.index);
  }

  #fire(clock: Clock): void {
    const { fault, targets, durations } = clock;
    clock.running = false;
    this.#world.now = this.#engine.now;
    const into = targets.filter((target) => canBegin(fault.kind, target));
    for (const target of into) {
      this.#told.injected(fault, target);
      beginFault(this.#world, fault, target);
    }
    if (fault.lastsEach)
      targets.forEach((target, i) => this.#last(clock, into.includes(target) ? [target] : [], durations[i]));
    else this.#last(clock, into, durations[0]);
    if (clock.pending === 0 && ownTarget(clock) === undefined) this.#wind(clock);
  }

  /**
   * The fault has begun in these targets, and ends in all of them after the duration. A common cause lasts as long also
   * where it found nothing to break, so its next instant does not depend on what was healthy.
   */
  #last(clock: Clock, into: readonly FaultTarget[], duration: Duration | undefined): void {
    const injected: Injected = { clock, into };
    if (!factsOf(clock.fault.kind).overlaps) for (const target of into) this.#latest.set(target, injected);
    if (duration === undefined || (into.length === 0 && ownTarget(clock) !== undefined)) return;
    clock.pending++;
    this.#engine.after(duration, this.#end, this.#lasting.put(injected));
  }

  #pass(slot: number): void {
    const injected = this.#lasting.take(slot);
    const { clock, into } = injected;
    const { overlaps } = factsOf(clock.fault.kind);
    this.#world.now = this.#engine.now;
    for (const target of into) {
      if (!overlaps && this.#latest.get(target) !== injected) continue;
      this.#told.passed(clock.fault, target);
      endFault(this.#world, clock.fault, target);
    }
    clock.pending--;
    if (clock.pending === 0 && ownTarget(clock) === undefined) this.#wind(clock);
  }
}

function clocksOf(faults: readonly Fault[], byName: ByName, chance: Chance): Clock[] {
  const clocks: Clock[] = [];
  const nameOf = streamNames();
  for (const fault of faults) {
    const targets = fault.on.map((name) => targetOf(fault, name, byName));
    const each = targets.length === 0 ? [[null]] : fault.together ? [targets] : targets.map((target) => [target]);
    for (const among of each) {
      const timedFor = targets.length > 0 && fault.together ? "together" : (among[0]?.target ?? "site");
      clocks.push({
        index: clocks.length,
        fault,
        targets: among,
        draws: chance.of(nameOf(fault, timedFor)),
        running: false,
        due: START,
        durations: [],
        pending: 0,
      });
    }
  }
  return clocks;
}

/** After so many instants that have passed, a clock begins anew: that is as exact, but no longer in step. */
const MAX_PASSED = 10_000;

/** The next instant of the clock, after its last one. */
function drawNext(clock: Clock, distribution: Distribution): void {
  clock.due = later(clock.due, clock.draws.draw(distribution, "next"));
  clock.durations = drawDurations(clock);
}

function drawDurations({ fault: { lasts, lastsEach }, targets, draws }: Clock): readonly Duration[] {
  if (lasts === undefined) return [];
  if (!lastsEach) return [draws.draw(lasts, "lasts")];
  return targets.map((target) => draws.draw(lasts, `lasts/${target?.target ?? "site"}`));
}

/** The target of this name for a fault of this kind. */
function targetOf({ kind }: Fault, name: string, byName: ByName): FaultTarget {
  switch (factsOf(kind).affects) {
    case "host":
      return known(byName.hosts, name);
    case "vm":
      return known(byName.vms, name);
    case "monitored":
      return byName.vms.get(name) ?? known(byName.hosts, name);
    case "site":
      return null;
  }
}

/** The one target whose health starts the clock; a common cause has none, also if it is injected into one target. */
function ownTarget({ fault, targets }: Clock): VmTruth | HostTruth | undefined {
  const { affects, overlaps } = factsOf(fault.kind);
  const itsOwn = targets.length === 1 && !fault.together && !overlaps && (affects === "vm" || affects === "host");
  return itsOwn ? (targets[0] ?? undefined) : undefined;
}
