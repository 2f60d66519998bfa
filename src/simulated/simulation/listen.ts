// The ear of an experiment: keeps the ledgers, tells when services are lost and come back and when the controller takes
// a step about a VM, and writes the journal if one is wanted.

import type { Hooks } from "../../core/measurement/hooks.ts";
import type { Recorder } from "../../core/journal/entry.ts";
import { entriesOf } from "../../core/journal/turns.ts";
import type { Instant } from "../../base/prelude/time.ts";
import type { Target } from "../world/faults/behaviour.ts";
import type { Ledgers } from "../../core/measurement/ledgers.ts";
import type { Listener } from "./simulation.ts";

export function listen(
  engine: { readonly now: Instant },
  ledgers: Ledgers,
  hooks: Hooks,
  journal: Recorder | undefined,
): Listener {
  const tell = (subject: string, change: () => string, serving?: boolean) =>
    journal?.({
      kind: "change",
      at: engine.now,
      subject,
      change: change(),
      ...(serving === undefined ? {} : { serving }),
    });
  return {
    record(turn) {
      if (journal !== undefined) entriesOf(turn).forEach(journal);
      const { at } = turn.event;
      for (const command of turn.commands) {
        const vm = ledgers.heard(command, at);
        if (vm !== undefined && command.kind === "announce") hooks.stepped(vm, at, command.on);
      }
    },
    watcher: {
      vmChanged(vm, before) {
        ledgers.became(vm.index, engine.now, vm.domains[0]?.stage ?? "off", vm.answering === "service");
        if (before === "service") {
          tell(vm.site.name, () => `its service is lost (${vm.cause})`, false);
          hooks.lost(vm.index, engine.now, vm.cause ?? "unknown");
        } else if (vm.answering === "service") {
          tell(vm.site.name, () => "its service is back", true);
          hooks.back(vm.index, engine.now);
        }
      },
      hostChanged(host) {
        tell(host.site.name, () => hostWords[host.answering]);
      },
      hearingChanged() {},
      installed() {},
      staged(domain) {
        ledgers.became(domain.vm.index, engine.now, domain.stage, domain.vm.answering === "service");
        tell(domain.vm.site.name, () => `its guest on ${domain.host.site.name} is ${domain.stage}`);
      },
      found(law, what) {
        tell("world", () => `${law} is broken: ${what}`);
        hooks.found(law);
      },
    },
    struck(fault, target) {
      tell(nameOf(target), () => `fault: ${fault.kind}`);
      hooks.struck(fault, engine.now);
    },
  };
}

const hostWords = {
  nothing: "it is silent",
  system: "it answers, its virtual layer does not",
  service: "its virtual layer answers",
} as const;

export function nameOf(target: Target): string {
  return target === null ? "site" : target.site.name;
}
