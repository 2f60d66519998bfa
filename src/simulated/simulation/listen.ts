// The ear of an experiment: keeps the ledgers, tells when services are lost and come back and when the controller takes
// a step about a VM, and writes the journal if one is wanted.

import type { Recorder } from "../../core/journal/entry.ts";
import type { Instant } from "../../base/prelude/time.ts";
import type { Fault } from "../../core/cluster/fault.ts";
import type { WorldLaw } from "../world/state.ts";
import type { Victim } from "../world/strike.ts";
import type { Followed, Ledgers } from "../../core/measurement/ledgers.ts";
import type { Listener } from "./simulation.ts";

export type Hooks = {
  /** The service of VM number `index` is truly gone, through `cause`. */
  lost(index: number, at: Instant, cause: string): void;
  /** It is truly back. */
  back(index: number, at: Instant): void;
  /** The controller has announced a step about this VM; `on` is the signal. */
  stepped(vm: Followed, at: Instant, on: string): void;
  /** A fault is about to strike something that is well. */
  struck(fault: Fault, at: Instant): void;
  found(law: WorldLaw): void;
};

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
    record(entry) {
      journal?.(entry);
      if (entry.kind !== "command") return;
      const vm = ledgers.heard(entry.command, entry.at);
      if (vm !== undefined && entry.command.kind === "announce") hooks.stepped(vm, entry.at, entry.command.on);
    },
    watcher: {
      vmChanged(vm, before) {
        ledgers.changed(vm, engine.now);
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
        ledgers.staged(domain, engine.now);
        tell(domain.vm.site.name, () => `its guest on ${domain.host.site.name} is ${domain.stage}`);
      },
      found(law, what) {
        tell("world", () => `${law} is broken: ${what}`);
        hooks.found(law);
      },
    },
    struck(fault, victim) {
      tell(nameOf(victim), () => `fault: ${fault.kind}`);
      hooks.struck(fault, engine.now);
    },
  };
}

const hostWords = {
  nothing: "it is silent",
  system: "it answers, its virtual layer does not",
  service: "its virtual layer answers",
} as const;

export function nameOf(victim: Victim): string {
  return victim === null ? "site" : victim.site.name;
}
