// The listener of an experiment: keeps the ledgers, calls the hooks when services are lost or come back and when the
// controller announces a transition of a VM, and writes the journal if one is wanted. Otherwise no entry is made.

import type { Answering, DomainEnd, DomainStart } from "../../core/cluster/guest.ts";
import type { Invariant } from "../../core/cluster/invariants.ts";
import { parametersOf } from "../../core/cluster/fault.ts";
import { changedByHand } from "../../core/cluster/intervention.ts";
import type { Recorder } from "../../core/journal/entry.ts";
import type { Hooks } from "../../core/measurement/hooks.ts";
import { entriesOf } from "../../core/journal/turns.ts";
import type { Instant } from "../../base/prelude/time.ts";
import type { FaultTarget } from "../world/faults/behaviour.ts";
import type { Ledgers } from "../../core/measurement/ledgers.ts";
import type { Domain, HostTruth, VmTruth, Watcher } from "../world/state.ts";
import type { SimulationListener } from "./simulation.ts";

/** A listener that keeps `ledgers` and calls `hooks`; `journal` is given each entry, if there is one. */
export function listen(
  engine: { readonly now: Instant },
  ledgers: Ledgers,
  hooks: Hooks,
  journal: Recorder | undefined,
): SimulationListener {
  return {
    record(turn) {
      if (journal !== undefined) entriesOf(turn).forEach(journal);
      const { at } = turn.event;
      for (const command of turn.commands) {
        const vm = ledgers.commanded(command, at);
        if (vm !== undefined) hooks.stepped(vm, at);
      }
    },
    watcher: new Observer(engine, ledgers, hooks, journal),
    injected(fault, target) {
      const { kind } = fault;
      journal?.({
        kind: "fault-begun",
        at: engine.now,
        subject: subjectOf(target),
        fault: kind,
        parameters: parametersOf(fault),
      });
      hooks.injected(fault, engine.now);
    },
    passed({ kind }, target) {
      journal?.({ kind: "fault-ended", at: engine.now, subject: subjectOf(target), fault: kind });
    },
    changed(change) {
      journal?.({
        kind: "changed-by-hand",
        at: engine.now,
        subject: changedByHand(change),
        change: change.kind,
      });
    },
    controllerDown(outage) {
      journal?.({ kind: "controller-down", at: engine.now, subject: "controller", outage });
    },
  };
}

/** Measures the changes of the world, and writes them to the journal. A class, since each trial has one of its own. */
class Observer implements Watcher {
  readonly #engine: { readonly now: Instant };
  readonly #ledgers: Ledgers;
  readonly #hooks: Hooks;
  readonly #journal: Recorder | undefined;

  constructor(engine: { readonly now: Instant }, ledgers: Ledgers, hooks: Hooks, journal: Recorder | undefined) {
    this.#engine = engine;
    this.#ledgers = ledgers;
    this.#hooks = hooks;
    this.#journal = journal;
  }

  vmChanged(vm: VmTruth, before: Answering): void {
    const { now: at } = this.#engine;
    this.#ledgers.became(vm.index, at, vm.domains[0]?.stage ?? "off", vm.answering === "service");
    if (before === "service") {
      this.#journal?.({ kind: "service-lost", at, subject: vm.target, cause: vm.cause });
      this.#hooks.lost(vm.index, at, vm.cause ?? "unknown");
    } else if (vm.answering === "service") {
      this.#journal?.({ kind: "service-back", at, subject: vm.target });
      this.#hooks.back(vm.index, at);
    }
  }

  staged({ vm, host, stage }: Domain): void {
    const { now: at } = this.#engine;
    this.#ledgers.became(vm.index, at, stage, vm.answering === "service");
    this.#journal?.({ kind: "stage-entered", at, subject: vm.target, host: host.spec.name, stage });
  }

  found(invariant: Invariant, subject: VmTruth["target"] | HostTruth["target"], because: string): void {
    this.#journal?.({ kind: "invariant-violated", at: this.#engine.now, subject, invariant, because });
    this.#hooks.found(invariant);
  }

  domainStarted({ vm, host }: Domain, how: DomainStart): void {
    this.#journal?.({ kind: "domain-started", at: this.#engine.now, subject: vm.target, host: host.spec.name, how });
  }

  domainEnded({ vm, host }: Domain, how: DomainEnd): void {
    this.#journal?.({ kind: "domain-ended", at: this.#engine.now, subject: vm.target, host: host.spec.name, how });
  }

  domainMoved({ vm, host }: Domain, { spec: { name: from } }: HostTruth): void {
    const { now: at } = this.#engine;
    this.#journal?.({ kind: "migration-arrived", at, subject: vm.target, from, host: host.spec.name });
  }

  powerChanged({ target, system }: HostTruth): void {
    this.#journal?.({ kind: system === "off" ? "host-off" : "host-on", at: this.#engine.now, subject: target });
  }

  layerChanged({ target, layer }: HostTruth): void {
    this.#journal?.({ kind: layer === "up" ? "layer-up" : "layer-down", at: this.#engine.now, subject: target });
  }

  hostChanged({ target, answering }: HostTruth): void {
    this.#journal?.({ kind: "answer-changed", at: this.#engine.now, subject: target, answer: answering });
  }

  probingChanged(): void {}

  installed(): void {}
}

function subjectOf(target: FaultTarget) {
  return target === null ? "site" : target.target;
}
