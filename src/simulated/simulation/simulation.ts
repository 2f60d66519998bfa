// One simulated site under one controller: connects engine, world, driver and loop. An experiment passes a listener,
// and then runs the engine.

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
import type { ControllerOutage, HandChange } from "../../core/cluster/intervention.ts";
import type { Watcher, World } from "../world/state.ts";
import type { FaultTarget } from "../world/faults/behaviour.ts";
import { startMortalLoop } from "./mortal-loop.ts";

export type SimulationListener = {
  /** Called for each turn before it is performed. */
  record(turn: EventTurn): void;
  readonly watcher: Watcher;
  injected(fault: Fault, target: FaultTarget): void;
  passed(fault: Fault, target: FaultTarget): void;
  /** Called before each change by hand. */
  changed(change: HandChange): void;
  /** There is no controller from now on, until it is told that it is resumed. */
  controllerDown(outage: ControllerOutage["kind"]): void;
};

type SimulationOptions = {
  readonly scenario: Scenario;
  /** The number of the replication or trial: with the scenario's seed, it determines all random numbers. */
  readonly replication: number;
  readonly faults: readonly Fault[];
  /** Whether to make also the probes whose answer would be ignored. */
  readonly everyProbe: boolean;
  /** An engine to reuse: that is much faster than a new one for each trial. */
  readonly engine?: Engine;
  /** The controller; 3RC by default. */
  readonly controller?: Controller<unknown>;
};

type Simulation = { readonly engine: Engine; readonly world: World; readonly streams: Streams };

/** A healthy site at instant 0. `listen` gets the engine, for its clock, and returns the listener. */
export function beginSimulation(
  options: SimulationOptions,
  listen: (simulation: Pick<Simulation, "engine">) => SimulationListener,
): Simulation {
  const { scenario, controller = threeRc, engine = new Engine() } = options;
  engine.reset();
  const streams = streamsOf(scenario.seed, options.replication);
  const listener = listen({ engine });
  const { world, connect, restart } = simulate({
    site: scenario.site,
    faults: options.faults,
    operations: scenario.operations,
    byHand: scenario.byHand,
    engine,
    streams,
    interval: (target) => probesOf(scenario.settings, target).interval,
    everyProbe: options.everyProbe,
    watcher: listener.watcher,
    injected: (fault, target) => listener.injected(fault, target),
    passed: (fault, target) => listener.passed(fault, target),
    changed: (change) => listener.changed(change),
  });
  const { settings, controllerOutages: outages } = scenario;
  const record = (turn: EventTurn) => listener.record(turn);
  if (outages.length === 0) startLoop<unknown>(controller, controller.begin(settings, START), connect, record);
  else {
    const down = (outage: ControllerOutage["kind"]) => listener.controllerDown(outage);
    startMortalLoop({ controller, settings, engine, outages, connect, restart, record, down });
  }
  return { engine, world, streams };
}
