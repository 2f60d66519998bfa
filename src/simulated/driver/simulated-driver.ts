// The simulated driver: the world on an engine, with faults, actions, crew, operators, monitor and timer. The order in
// which their handlers are registered is the order of events at one instant: first the world and its faults, then
// effects and outcomes of actions, then crew, operators and changes by hand, then probes, and deadlines last: an answer
// at the instant of a deadline is in time.

import { isAction, type Command } from "../../core/controller/contract/command.ts";
import type { Request, Target } from "../../core/controller/contract/event.ts";
import type { Engine } from "../engine/engine.ts";
import type { RandomStream, Streams } from "../../base/random/random-stream.ts";
import { sample } from "../../base/random/sample.ts";
import type { Distribution } from "../../base/random/distribution.ts";
import type { Duration, Instant } from "../../base/prelude/time.ts";
import { beginWorld } from "../world/begin.ts";
import { delays, type Fault } from "../../core/cluster/fault.ts";
import { hostIsWell } from "../world/hosts.ts";
import type { ByHand, HandChange } from "../../core/cluster/intervention.ts";
import type { SiteSpec } from "../../core/cluster/site.ts";
import type { Draws, Watcher, World } from "../world/state.ts";
import type { Connect, Door, Driver } from "../../core/drivers/contract.ts";
import { SimulatedActions } from "./actions.ts";
import { byNameOf, type ByName } from "./by-name.ts";
import { Crew } from "./crew.ts";
import { Faults, type OnInjected } from "./faults.ts";
import { scheduleByHand } from "./hands.ts";
import { SimulatedMonitor } from "./monitor.ts";
import { worldTimers } from "./timers.ts";
import { WakeTimer } from "./wake-timer.ts";

type Simulated = {
  readonly site: SiteSpec;
  readonly faults: readonly Fault[];
  readonly operations: readonly { readonly at: Instant; readonly request: Request }[];
  readonly byHand: readonly ByHand[];
  readonly engine: Engine;
  readonly streams: Streams;
  /** The interval at which a target is probed at the beginning. */
  readonly interval: (target: Target) => Duration;
  /** Whether to make also the probes whose answer would be ignored. Slow; the journal is the same. */
  readonly everyProbe: boolean;
  /** Called for every change of the truth, while the world is being changed: it must not change the world. */
  readonly watcher: Watcher;
  readonly injected: OnInjected;
  /** Called for each fault whose duration is over. */
  readonly passed: OnInjected;
  /** Called before each change by hand. */
  readonly changed: (change: HandChange) => void;
};

/** The parts that react to changes of the world. They are optional, since the world is made before them. */
type Parts = { monitor?: SimulatedMonitor; actions?: SimulatedActions; timer?: WakeTimer; faults?: Faults };

type Simulation = {
  readonly world: World;
  readonly connect: Connect;
  /** The controller is another process from now on, with a new driver. `resume` tells it so. */
  readonly restart: (resume: () => void) => void;
};

/** A world at its beginning, and how to connect a controller to it. Then run the engine. */
export function simulate(options: Simulated): Simulation {
  const { engine, streams } = options;
  const parts: Parts = {};
  const world: World = beginWorld(
    options.site,
    worldTimers(engine, () => world),
    { of: (owner) => new OwnDraws(streams, owner) },
    watcherOf(parts, options.watcher),
  );
  const byName = byNameOf(world);
  parts.faults = new Faults(world, engine, options.faults, byName, options);
  return {
    world,
    connect: (door) => connect(door, { options, world, byName, parts }),
    restart(resume) {
      restart(parts);
      resume();
      parts.monitor?.settle();
    },
  };
}

/** What was under way ends, nothing that was asked before is answered, paces are those of the beginning. */
function restart({ actions, monitor, timer }: Parts): void {
  actions?.abandon();
  monitor?.restart();
  timer?.set(undefined);
}

/** A watcher that passes every change to `watcher`, and to the parts of the driver those that concern them. */
function watcherOf(parts: Parts, watcher: Watcher): Watcher {
  const probeAnew = (target: Target) => {
    parts.monitor?.touch(target);
    parts.monitor?.settle();
  };
  return {
    vmChanged(vm, before) {
      watcher.vmChanged(vm, before);
      probeAnew(vm.target);
      if (vm.answering === "service") parts.faults?.well(vm);
    },
    hostChanged(host, before) {
      watcher.hostChanged(host, before);
      probeAnew(host.target);
      if (hostIsWell(host)) parts.faults?.well(host);
    },
    probingChanged(target) {
      watcher.probingChanged(target);
      probeAnew(target.target);
    },
    staged(domain) {
      watcher.staged(domain);
      // A guest that was about to go down, and then did not: its service never changed, so only this shows its health.
      if (domain.stage === "serving" && domain.vm.answering === "service") parts.faults?.well(domain.vm);
    },
    installed(domain, whole) {
      parts.actions?.installed(domain, whole);
    },
    domainStarted: (domain, how) => watcher.domainStarted(domain, how),
    domainEnded: (domain, how) => watcher.domainEnded(domain, how),
    domainMoved: (domain, from) => watcher.domainMoved(domain, from),
    powerChanged(host) {
      watcher.powerChanged(host);
      if (host.system === "off") parts.actions?.hostOff(host);
    },
    layerChanged(host) {
      watcher.layerChanged(host);
      if (host.layer === "down") parts.actions?.layerDown(host);
    },
    found: (invariant, target, what) => watcher.found(invariant, target, what),
  };
}

type Stage = {
  readonly options: Simulated;
  readonly world: World;
  readonly byName: ByName;
  readonly parts: Parts;
};

function connect(door: Door, { options, world, byName, parts }: Stage): Driver {
  const { engine, streams } = options;
  const stream = (name: string) => streams.of(name);
  const inner: Door = {
    ignores: door.ignores,
    deliver(event) {
      door.deliver(event);
      monitor.settle();
    },
  };
  const actions = (parts.actions = new SimulatedActions(world, engine, inner, byName, stream));
  const crew = new Crew(world, engine, inner, byName);
  const operate = engine.on((index) =>
    inner.deliver({ kind: "requested", at: engine.now, request: options.operations[index].request }),
  );
  scheduleByHand(world, engine, byName, options.byHand, options.changed);
  const monitor = (parts.monitor = new SimulatedMonitor(
    engine,
    inner,
    {
      probing: options.site.probing,
      interval: options.interval,
      everyProbe: options.everyProbe,
      mayBeLate: new Set(options.faults.flatMap((fault) => (delays(fault) ? fault.on : []))),
    },
    [...world.hosts, ...world.vms],
    stream,
  ));
  const timer = (parts.timer = new WakeTimer(engine, (at) => inner.deliver({ kind: "woke", at })));
  options.operations.forEach(({ at }, index) => engine.at(at, operate, index));
  parts.faults?.begin();
  monitor.begin();

  return {
    perform({ commands, deadline }) {
      for (const command of commands) begin(command);
      timer.set(deadline);
    },
  };

  function begin(command: Command): void {
    if (isAction(command)) return actions.begin(command);
    switch (command.kind) {
      case "watch":
        return monitor.pace(command.target, command.every);
      case "announce":
        if (command.subject !== "controller") monitor.touch(command.subject);
        return;
      case "alert":
        return crew.call(command);
    }
  }
}

/** Draws from the streams of one owner. Each stream is found by its name only once. */
class OwnDraws implements Draws {
  private readonly streams: Streams;
  private readonly owner: string;
  private byPurpose: Map<string, RandomStream> | undefined = undefined;

  constructor(streams: Streams, owner: string) {
    this.streams = streams;
    this.owner = owner;
  }

  draw(distribution: Distribution, purpose: string): Duration {
    return sample(distribution, this.byPurpose?.get(purpose) ?? this.find(purpose));
  }

  private find(purpose: string): RandomStream {
    const stream = this.streams.of(`${this.owner}/${purpose}`);
    this.byPurpose ??= new Map();
    this.byPurpose.set(purpose, stream);
    return stream;
  }
}
