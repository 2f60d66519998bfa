// One simulated site under one controller, wired together: engine, world, driver, loop. Whoever runs an experiment says
// what it wants to hear of, and then lets time pass.

import type { Controller } from "../../core/controller/contract/controller.ts";
import { probesOf } from "../../core/controller/contract/settings.ts";
import { threeRc } from "../../core/controller/three-rc/three-rc.ts";
import { startLoop } from "../../core/control-loop/control-loop.ts";
import { simulate } from "../driver/simulated-driver.ts";
import { Engine } from "../engine/engine.ts";
import { streamsOf, type Streams } from "../../base/random/random-stream.ts";
import { START } from "../../base/prelude/time.ts";
import type { EventTurn } from "../../core/controller/contract/turn.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";
import type { Fault } from "../../core/cluster/fault.ts";
import type { Watcher, World } from "../world/state.ts";
import type { FaultTarget } from "../world/faults/behaviour.ts";

export type SimulationListener = {
  /** Told of each turn before it is performed. */
  record(turn: EventTurn): void;
  readonly watcher: Watcher;
  injected(fault: Fault, target: FaultTarget): void;
  passed(fault: Fault, target: FaultTarget): void;
};

type SimulationOptions = {
  readonly scenario: Scenario;
  /** Which replication or trial: with the scenario's seed, it determines all that chance does. */
  readonly replication: number;
  readonly faults: readonly Fault[];
  /** Make also the probes that cannot matter. */
  readonly everyProbe: boolean;
  /** An engine to be used again: trial after trial on one is much faster than a new one for each. */
  readonly engine?: Engine;
  /** Who is in charge; 3RC, if nobody else is named. */
  readonly controller?: Controller<unknown>;
};

type Simulation = { readonly engine: Engine; readonly world: World; readonly streams: Streams };

/** Healthy, at the beginning of time. `listen` is given what it may look at, and returns who listens. */
export function beginSimulation(
  options: SimulationOptions,
  listen: (simulation: Pick<Simulation, "engine">) => SimulationListener,
): Simulation {
  const { scenario, controller = threeRc, engine = new Engine() } = options;
  engine.reset();
  const streams = streamsOf(scenario.seed, options.replication);
  const listener = listen({ engine });
  const { world, connect } = simulate({
    site: scenario.site,
    faults: options.faults,
    operations: scenario.operations,
    engine,
    streams,
    interval: (target) => probesOf(scenario.settings, target).interval,
    everyProbe: options.everyProbe,
    watcher: listener.watcher,
    injected: (fault, target) => listener.injected(fault, target),
    passed: (fault, target) => listener.passed(fault, target),
  });
  startLoop<unknown>(controller, controller.begin(scenario.settings, START), connect, (turn) => listener.record(turn));
  return { engine, world, streams };
}
