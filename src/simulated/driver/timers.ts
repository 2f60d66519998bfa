// The world's future on the engine's agenda: stages of domains and hosts, and the next complete download.

import { check } from "../../base/prelude/check.ts";
import type { Ticket } from "../engine/agenda.ts";
import type { Engine } from "../engine/engine.ts";
import { downloaded, stageOver } from "../world/domains.ts";
import { takeFull } from "../world/downloads.ts";
import { hostStageOver } from "../world/hosts.ts";
import type { Future, Timer, World } from "../world/state.ts";

/** More copies of one VM at a time than any mistake could make. */
const COPIES = 8;

/** `world` is called when an event happens: the world is made with this future, so it does not exist yet. */
export function worldTimers(engine: Engine, world: () => World): Future {
  const handlers = {
    host: engine.on((index) => hostStageOver(atNow(), world().hosts[index])),
    domain: engine.on((id) => {
      const domain = world().vms[Math.floor(id / COPIES)].domains.find(({ copy }) => copy === id % COPIES);
      check(domain !== undefined, "a domain's timer outlived it");
      stageOver(atNow(), domain);
    }),
    download: engine.on(() => {
      const full = takeFull(atNow());
      if (full !== undefined) downloaded(world(), full);
    }),
  };

  function atNow(): World {
    world().now = engine.now;
    return world();
  }

  return {
    set(what, subject, after): Timer {
      const id = subject === null ? 0 : "vm" in subject ? subject.vm.index * COPIES + subject.copy : subject.index;
      return engine.after(after, handlers[what], id);
    },
    cancel(timer): void {
      engine.cancel(timer as Ticket);
    },
  };
}
