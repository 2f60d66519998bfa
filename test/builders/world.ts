// A world on an engine, without a driver: tests inject faults, give commands and let time pass. Everything that its
// watcher is informed of is kept in order.

import { worldTimers } from "../../src/simulated/driver/timers.ts";
import { Engine } from "../../src/simulated/engine/engine.ts";
import { streamsOf } from "../../src/base/random/random-stream.ts";
import { sample } from "../../src/base/random/sample.ts";
import { later, toSeconds, type Duration } from "../../src/base/prelude/time.ts";
import { beginWorld } from "../../src/simulated/world/begin.ts";
import { factsOf, faultOf, type FaultKind } from "../../src/core/cluster/fault.ts";
import type { FaultTarget } from "../../src/simulated/world/faults/behaviour.ts";
import { beginFault, canBegin, endFault } from "../../src/simulated/world/faults/faults.ts";
import type { HostTruth, VmTruth, Watcher, World } from "../../src/simulated/world/state.ts";
import type { Invariant } from "../../src/core/cluster/invariants.ts";
import { aSite, type Plan } from "./scenario.ts";

/** A watcher that ignores everything except what is given here. */
export function watching(more: Partial<Watcher>): Watcher {
  return {
    vmChanged() {},
    hostChanged() {},
    probingChanged() {},
    domainStarted() {},
    domainEnded() {},
    domainMoved() {},
    powerChanged() {},
    layerChanged() {},
    staged() {},
    installed() {},
    found() {},
    ...more,
  };
}

export class Stage {
  readonly world: World;
  /** "20 gridce answers service": whole seconds, subject, event. */
  readonly told: string[] = [];
  readonly violations: Invariant[] = [];
  readonly engine = new Engine();

  constructor(plan: Plan = {}) {
    const streams = streamsOf("3rc", 0);
    const tell = (what: string) => this.told.push(`${toSeconds(this.engine.now)} ${what}`);
    const future = worldTimers(this.engine, () => this.world);
    const chance = {
      of: (owner: string) => ({
        draw: (distribution: Parameters<typeof sample>[0], purpose: string) =>
          sample(distribution, streams.of(`${owner}/${purpose}`)),
      }),
    };
    this.world = beginWorld(
      aSite(plan),
      future,
      chance,
      watching({
        vmChanged: (vm) => tell(`${vm.spec.name} answers ${vm.answering}`),
        hostChanged: (host) => tell(`${host.spec.name} answers ${host.answering}`),
        probingChanged: (target) =>
          tell(`probes of ${target.spec.name} ${target.probesLost > 0 ? "are lost" : "arrive"}`),
        installed: (domain, whole) => tell(`${domain.vm.spec.name} is installed ${whole ? "whole" : "in part"}`),
        found: (invariant) => this.violations.push(invariant),
      }),
    );
  }

  pass(time: Duration): void {
    this.engine.runUntil(later(this.engine.now, time));
    this.world.now = this.engine.now;
  }

  vm(name = "gridce"): VmTruth {
    return named(this.world.vms, name);
  }

  host(name = "alfa01"): HostTruth {
    return named(this.world.hosts, name);
  }

  canBegin(kind: FaultKind, target: FaultTarget): boolean {
    return canBegin(kind, target);
  }

  begin(kind: FaultKind, target: FaultTarget, parameters: Readonly<Record<string, unknown>> = {}): void {
    beginFault(this.world, faultOf(kind, parameters), target);
  }

  end(kind: FaultKind, target: FaultTarget): void {
    endFault(this.world, faultOf(kind), target);
  }

  /** The target of a fault of this kind: the first that exists. */
  targetOf(kind: FaultKind): FaultTarget {
    const targets = { vm: this.vm(), host: this.host(), site: null, monitored: this.vm() };
    return targets[factsOf(kind).affects];
  }

  /** The stage of the VM's only guest; "off" if it runs nowhere. */
  stageOf(name = "gridce"): string {
    return this.vm(name).domains[0]?.stage ?? "off";
  }
}

function named<T extends { readonly spec: { readonly name: string } }>(things: readonly T[], name: string): T {
  const thing = things.find(({ spec }) => spec.name === name);
  if (thing === undefined) throw new Error(`no ${name} here`);
  return thing;
}
