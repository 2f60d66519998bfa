// A simulated driver without a controller: tests give it commands and let time pass. Every event that it delivers is
// kept; nothing is ignored, unless a test says so.

import type { CommandId, Event, Outcome, Request } from "../../src/core/controller/contract/event.ts";
import type { Connect, Driver } from "../../src/core/drivers/contract.ts";
import { simulate } from "../../src/simulated/driver/simulated-driver.ts";
import { Engine } from "../../src/simulated/engine/engine.ts";
import { streamsOf } from "../../src/base/random/random-stream.ts";
import type { ByHand } from "../../src/core/cluster/intervention.ts";
import { later, seconds, toSeconds, type Duration, type Instant } from "../../src/base/prelude/time.ts";
import { faultOf, type Fault, type FaultKind } from "../../src/core/cluster/fault.ts";
import type { HostTruth, VmTruth, World } from "../../src/simulated/world/state.ts";
import type { Invariant } from "../../src/core/cluster/invariants.ts";
import { command, type Order } from "./order.ts";
import { aSite, type Plan } from "./scenario.ts";
import { watching } from "./world.ts";

export type BenchPlan = Plan & {
  readonly faults?: readonly Fault[];
  readonly operations?: readonly { readonly at: Instant; readonly request: Request }[];
  readonly byHand?: readonly ByHand[];
  readonly interval?: Duration;
  readonly seed?: string;
  readonly ignores?: (event: Event) => boolean;
};

/** A simulated world without a connected driver. */
export class Unconnected {
  readonly engine = new Engine();
  readonly world: World;
  readonly connect: Connect;
  /** Injected faults: "5 network-cut alfa01". */
  readonly injections: string[] = [];
  readonly violations: Invariant[] = [];

  constructor(plan: Omit<BenchPlan, "ignores"> = {}) {
    const { world, connect } = simulate({
      site: aSite(plan),
      faults: plan.faults ?? [],
      operations: plan.operations ?? [],
      byHand: plan.byHand ?? [],
      engine: this.engine,
      streams: streamsOf(plan.seed ?? "3rc", 0),
      interval: () => plan.interval ?? seconds(15),
      everyProbe: false,
      watcher: watching({ found: (invariant) => this.violations.push(invariant) }),
      injected: (fault, target) =>
        this.injections.push(
          `${toSeconds(this.engine.now)} ${fault.kind} ${target === null ? "site" : target.spec.name}`,
        ),
      passed() {},
      changed() {},
    });
    this.world = world;
    this.connect = connect;
  }

  pass(time: Duration): void {
    this.engine.runUntil(later(this.engine.now, time));
  }

  /** Names of the hosts on which the VM really runs. */
  runsOn(name = "gridce"): string[] {
    return named(this.world.vms, name).domains.map(({ host }) => host.spec.name);
  }
}

export class Bench extends Unconnected {
  readonly driver: Driver;
  readonly events: Event[] = [];
  #nextId = 1;

  constructor(plan: BenchPlan = {}) {
    super(plan);
    this.driver = this.connect({ deliver: (event) => this.events.push(event), ignores: plan.ignores ?? (() => false) });
  }

  order(order: Order): CommandId {
    const id = this.#nextId++;
    this.driver.perform({ event: undefined, commands: [command(id, order)], deadline: undefined });
    return id;
  }

  vm(name = "gridce"): VmTruth {
    return named(this.world.vms, name);
  }

  host(name = "alfa01"): HostTruth {
    return named(this.world.hosts, name);
  }

  outcomeOf(command: CommandId): Outcome | undefined {
    return this.#outcome(command)?.result;
  }

  /** When the outcome was delivered, in seconds; undefined before. */
  endOf(command: CommandId): number | undefined {
    const event = this.#outcome(command);
    return event === undefined ? undefined : toSeconds(event.at);
  }

  #outcome(command: CommandId) {
    return this.events.filter((event) => event.kind === "outcome").find((event) => event.command === command);
  }
}

function named<T extends { readonly spec: { readonly name: string } }>(things: readonly T[], name: string): T {
  const thing = things.find(({ spec }) => spec.name === name);
  if (thing === undefined) throw new Error(`no ${name} here`);
  return thing;
}

/** What else a test sets for a fault: when it begins and ends, and parameters of its kind. */
export type More = Partial<Pick<Fault, "together" | "lasts" | "lastsEach">> & Readonly<Record<string, unknown>>;

/** A scripted fault. */
export function scripted(
  kind: FaultKind,
  on: string | readonly string[],
  atSeconds: number,
  { together = false, lasts, lastsEach = false, ...parameters }: More = {},
): Fault {
  return {
    ...faultOf(kind, parameters),
    on: typeof on === "string" ? [on] : on,
    together,
    when: { kind: "at", at: seconds(atSeconds) as number as Instant },
    lasts,
    lastsEach,
  };
}
