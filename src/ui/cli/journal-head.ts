// The first line of the journal of a simulation.

import { VERSION } from "../../base/platform/version.ts";
import { NO_TIME, START } from "../../base/prelude/time.ts";
import type { Head } from "../../core/journal/entry.ts";
import { journalHeadOf } from "../../core/journal/write-journal.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";

export function simulatedHead({ name, hash, seed, experiment }: Scenario, replication: number): Head {
  const clock = experiment.kind === "incident" ? experiment.clock : NO_TIME;
  return journalHeadOf({
    at: START,
    version: VERSION,
    world: "simulated",
    scenario: { name, hash },
    seed,
    replication,
    clock: clock === NO_TIME ? { kind: "none" } : { kind: "time-of-day", microseconds: clock },
  });
}
