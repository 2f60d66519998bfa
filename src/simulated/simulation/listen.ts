// The listener of an experiment: keeps the ledgers, calls the hooks when services are lost or come back and when the
// controller announces a transition of a VM, and writes the journal if one is wanted. Otherwise no entry is made.

import { parametersOf } from "../../core/cluster/fault.ts";
import type { Recorder } from "../../core/journal/entry.ts";
import type { Hooks } from "../../core/measurement/hooks.ts";
import { entriesOf } from "../../core/journal/turns.ts";
import type { Instant } from "../../base/prelude/time.ts";
import type { FaultTarget } from "../world/faults/behaviour.ts";
import type { Ledgers } from "../../core/measurement/ledgers.ts";
import type { Watcher } from "../world/state.ts";
import type { SimulationListener } from "./simulation.ts";

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
    watcher: { ...measure(engine, ledgers, hooks, journal), ...writeDown(engine, journal) },
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
  };
}

type Measured = "vmChanged" | "staged" | "found";

/** The changes that are measured, and written to the journal too. */
function measure(
  engine: { readonly now: Instant },
  ledgers: Ledgers,
  hooks: Hooks,
  journal: Recorder | undefined,
): Pick<Watcher, Measured> {
  return {
    vmChanged(vm, before) {
      const { now: at } = engine;
      ledgers.became(vm.index, at, vm.domains[0]?.stage ?? "off", vm.answering === "service");
      if (before === "service") {
        journal?.({ kind: "service-lost", at, subject: vm.target, cause: vm.cause });
        hooks.lost(vm.index, at, vm.cause ?? "unknown");
      } else if (vm.answering === "service") {
        journal?.({ kind: "service-back", at, subject: vm.target });
        hooks.back(vm.index, at);
      }
    },
    staged({ vm, host, stage }) {
      const { now: at } = engine;
      ledgers.became(vm.index, at, stage, vm.answering === "service");
      journal?.({ kind: "stage-entered", at, subject: vm.target, host: host.spec.name, stage });
    },
    found(invariant, subject, because) {
      journal?.({ kind: "invariant-violated", at: engine.now, subject, invariant, because });
      hooks.found(invariant);
    },
  };
}

/** The changes that are only written to the journal. */
function writeDown(engine: { readonly now: Instant }, journal: Recorder | undefined): Omit<Watcher, Measured> {
  return {
    domainStarted({ vm, host }, how) {
      journal?.({ kind: "domain-started", at: engine.now, subject: vm.target, host: host.spec.name, how });
    },
    domainEnded({ vm, host }, how) {
      journal?.({ kind: "domain-ended", at: engine.now, subject: vm.target, host: host.spec.name, how });
    },
    domainMoved({ vm, host }, { spec: { name: from } }) {
      journal?.({ kind: "migration-arrived", at: engine.now, subject: vm.target, from, host: host.spec.name });
    },
    powerChanged({ target, system }) {
      journal?.({ kind: system === "off" ? "host-off" : "host-on", at: engine.now, subject: target });
    },
    layerChanged({ target, layer }) {
      journal?.({ kind: layer === "up" ? "layer-up" : "layer-down", at: engine.now, subject: target });
    },
    hostChanged({ target, answering }) {
      journal?.({ kind: "answer-changed", at: engine.now, subject: target, answer: answering });
    },
    probingChanged() {},
    installed() {},
  };
}

function subjectOf(target: FaultTarget) {
  return target === null ? "site" : target.target;
}
