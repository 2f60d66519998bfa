// One run of a scenario and its results: its journal, its violations, the VMs that served at the end.

import type { Controller } from "../../src/core/controller/contract/controller.ts";
import { Ledgers } from "../../src/core/measurement/ledgers.ts";
import { listen } from "../../src/simulated/simulation/listen.ts";
import { beginSimulation } from "../../src/simulated/simulation/simulation.ts";
import { later, NO_TIME, START, type Duration } from "../../src/base/prelude/time.ts";
import type { Entry } from "../../src/core/journal/entry.ts";
import { traceLine } from "../../src/core/journal/trace.ts";
import type { Scenario } from "../../src/core/scenario/scenario.ts";
import type { World } from "../../src/simulated/world/state.ts";
import type { Invariant } from "../../src/core/cluster/invariants.ts";
import { recording } from "./journal.ts";

export type Observed = {
  readonly world: World;
  readonly journal: readonly Entry[];
  readonly violations: readonly Invariant[];
  /** VMs that do not serve at the end. */
  readonly down: readonly string[];
};

export type RunPlan = {
  readonly lasting: Duration;
  readonly controller?: Controller<unknown>;
  readonly replication?: number;
};

export function observe(scenario: Scenario, { lasting, controller, replication = 0 }: RunPlan): Observed {
  const { record, end } = recording();
  const violations: Invariant[] = [];
  const hooks = {
    lost() {},
    back() {},
    stepped() {},
    injected() {},
    found: (invariant: Invariant) => violations.push(invariant),
  };
  const { engine, world } = beginSimulation(
    {
      scenario,
      replication,
      faults: scenario.faults,
      everyProbe: false,
      ...(controller === undefined ? {} : { controller }),
    },
    (simulation) => listen(simulation.engine, new Ledgers(scenario.site), hooks, record),
  );
  engine.runUntil(later(START, lasting));
  return {
    world,
    journal: end(),
    violations,
    down: world.vms.filter(({ answering }) => answering !== "service").map(({ spec }) => spec.name),
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
