// One run of a scenario, observed from all sides: its journal, what was found, who served in the end.

import type { Controller } from "../../src/core/controller/contract/controller.ts";
import { Ledgers } from "../../src/core/measurement/ledgers.ts";
import { listen } from "../../src/simulated/simulation/listen.ts";
import { beginSimulation } from "../../src/simulated/simulation/simulation.ts";
import { later, NO_TIME, START, type Duration } from "../../src/base/prelude/time.ts";
import type { Entry } from "../../src/core/journal/entry.ts";
import { traceLine } from "../../src/core/journal/trace.ts";
import type { Scenario } from "../../src/core/scenario/scenario.ts";
import type { World } from "../../src/simulated/world/state.ts";
import type { WorldLaw } from "../../src/core/cluster/invariants.ts";
import { recording } from "./journal.ts";

export type Observed = {
  readonly world: World;
  readonly journal: readonly Entry[];
  readonly findings: readonly WorldLaw[];
  /** VMs that do not serve in the end. */
  readonly down: readonly string[];
};

export type RunPlan = {
  readonly lasting: Duration;
  readonly controller?: Controller<unknown>;
  readonly replication?: number;
};

export function observe(scenario: Scenario, { lasting, controller, replication = 0 }: RunPlan): Observed {
  const { record, end } = recording();
  const findings: WorldLaw[] = [];
  const hooks = { lost() {}, back() {}, stepped() {}, struck() {}, found: (law: WorldLaw) => findings.push(law) };
  const { engine, world } = beginSimulation(
    {
      scenario,
      replication,
      faults: scenario.faults,
      everyPoll: false,
      ...(controller === undefined ? {} : { controller }),
    },
    (simulation) => listen(simulation.engine, new Ledgers(scenario.site), hooks, record),
  );
  engine.runUntil(later(START, lasting));
  return {
    world,
    journal: end(),
    findings,
    down: world.vms.filter(({ answering }) => answering !== "service").map(({ site }) => site.name),
  };
}

/** The last lines of a journal, as people read them. */
export function tail(journal: readonly Entry[], lines: number): string {
  return journal
    .map((entry) => traceLine(entry, NO_TIME))
    .filter((line) => line !== undefined)
    .slice(-lines)
    .join("\n");
}
