// An incident: one run of the scripted faults of a scenario (and its random ones, if any), recorded as a journal.

import { between, later, START, toSeconds, type Instant } from "../../base/prelude/time.ts";
import type { Entry } from "../../core/journal/entry.ts";
import type { Incident, Scenario } from "../../core/scenario/scenario.ts";
import { Ledgers } from "../../core/measurement/ledgers.ts";
import { listen } from "../../simulated/simulation/listen.ts";
import { beginSimulation } from "../../simulated/simulation/simulation.ts";
import { atOnce, runUntil, type Steps } from "./steps.ts";

type IncidentVm = {
  readonly name: string;
  readonly outages: readonly { readonly from: Instant; readonly to: Instant; readonly cause: string }[];
  /** The host on which it truly runs at the end; null if none. */
  readonly endsOn: string | null;
  readonly endsServing: boolean;
};

export type IncidentEnd = {
  readonly end: Instant;
  readonly vms: readonly IncidentVm[];
  readonly violations: Readonly<Record<string, number>>;
};

/** `replication`: the one whose random streams are used; the first by default. */
type IncidentOptions = Pick<Incident, "horizon"> & { readonly replication?: number };

/**
 * Runs it once; every entry of its journal is passed to `record` as it happens. With `everyProbe` also probes that
 * would be ignored are made: the journal is the same.
 */
export function playIncident(
  scenario: Scenario,
  incident: IncidentOptions,
  record: (entry: Entry) => void,
  everyProbe = false,
): IncidentEnd {
  return atOnce(incidentInSteps(scenario, incident, record, everyProbe));
}

/** The same in steps, so that the caller can stop. */
export function* incidentInSteps(
  scenario: Scenario,
  incident: IncidentOptions,
  record: (entry: Entry) => void,
  everyProbe = false,
): Steps<IncidentEnd> {
  const ledgers = new Ledgers(scenario.site);
  const outages = scenario.site.vms.map(() => [] as { from: Instant; to: Instant; cause: string }[]);
  const violations: Record<string, number> = {};
  const end = later(START, incident.horizon);
  const { engine, world } = beginSimulation(
    { scenario, replication: incident.replication ?? 0, faults: scenario.faults, everyProbe },
    (simulation) =>
      listen(
        simulation.engine,
        ledgers,
        {
          lost: (vm, at, cause) => outages[vm].push({ from: at, to: end, cause }),
          back: (vm, at) => outages[vm].push({ ...outages[vm].splice(-1, 1)[0], to: at }),
          stepped() {},
          injected() {},
          found: (invariant) => (violations[invariant] = (violations[invariant] ?? 0) + 1),
        },
        record,
      ),
  );
  yield* runUntil(engine, end);
  return {
    end,
    violations,
    vms: world.vms.map((vm, i) => ({
      name: vm.spec.name,
      outages: outages[i],
      endsOn: vm.domains[0]?.host.spec.name ?? null,
      endsServing: vm.answering === "service",
    })),
  };
}

/** The length of an outage in seconds. */
export function lengthOf({ from, to }: { readonly from: Instant; readonly to: Instant }): number {
  return toSeconds(between(from, to));
}
