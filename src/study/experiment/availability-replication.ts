// One replication of an availability study. Availability is a matter of truth: what counts is whether services answer,
// whatever the controller believes. Sums are kept as outages end; no list of events is.

import { between, later, START, toSeconds, type Instant } from "../../base/prelude/time.ts";
import { PHASES } from "../../core/measurement/trial.ts";
import type { Tally } from "../../core/measurement/tally.ts";
import type { AvailabilityStudy, Scenario } from "../../core/scenario/scenario.ts";
import { Ledgers } from "../../core/measurement/ledgers.ts";
import { listen } from "../../simulated/simulation/listen.ts";
import type { Hooks } from "../../core/measurement/hooks.ts";
import { beginSimulation } from "../../simulated/simulation/simulation.ts";
import { atOnce, runUntil, type Steps } from "./steps.ts";
import { Structure } from "../../core/measurement/structure.ts";

/** The whole of it at once. */
export function runReplication(scenario: Scenario, study: AvailabilityStudy, replication: number): Tally {
  return atOnce(replicationInSteps(scenario, study, replication));
}

/** In steps, so that whoever runs it can do something else between two of them, or give it up. */
export function* replicationInSteps(scenario: Scenario, study: AvailabilityStudy, replication: number): Steps<Tally> {
  const ledgers = new Ledgers(scenario.site);
  const begin = later(START, study.warmUp);
  const end = later(begin, study.horizon);
  const structure = new Structure(scenario.site);
  const causes: string[] = scenario.site.vms.map(() => "unknown");
  const lostAt: (Instant | undefined)[] = scenario.site.vms.map(() => undefined);
  const recoverySeconds: number[] = [];
  const detectSeconds: number[] = [];
  const byCause: Record<string, number> = {};
  const byPhase = new Float64Array(PHASES.length);
  const findings: Record<string, number> = {};
  const cut = new Set<number>();
  let incidents = 0;
  let counting = study.warmUp === 0;

  const hooks: Hooks = {
    lost(vm, at, cause) {
      structure.change(vm, false, at);
      lostAt[vm] = at;
      causes[vm] = cause;
      ledgers.open(ledgers.vms[vm], at);
    },
    back(vm, at) {
      structure.change(vm, true, at);
      const whole = counting && !cut.has(vm);
      const since = account(vm, at);
      if (whole) recoverySeconds.push(toSeconds(between(since, at)));
    },
    stepped() {},
    struck() {
      if (counting) incidents++;
    },
    found(law) {
      findings[law] = (findings[law] ?? 0) + 1;
    },
  };

  const { engine } = beginSimulation(
    { scenario, replication, faults: scenario.faults, everyPoll: false },
    (simulation) => listen(simulation.engine, ledgers, hooks, undefined),
  );
  if (!counting) {
    yield* runUntil(engine, begin);
    warmUp();
  }
  yield* runUntil(engine, end);
  lostAt.forEach((since, vm) => {
    if (since !== undefined) account(vm, end);
  });
  return {
    seconds: toSeconds(study.horizon),
    ...structure.tallies(begin, end),
    recoverySeconds,
    detectSeconds,
    downSecondsByCause: byCause,
    incidents,
    findings,
    downSecondsByPhase: Object.fromEntries(
      PHASES.map((phase, i) => [phase, byPhase[i] / 1e6] as const).filter(([, spent]) => spent > 0),
    ),
  };

  /**
   * Nothing before `begin` counts; of an outage that is under way then, the down time counts from there, and nothing
   * else.
   */
  function warmUp(): void {
    counting = true;
    structure.forget(begin);
    lostAt.forEach((since, vm) => {
      if (since === undefined) return;
      lostAt[vm] = begin;
      cut.add(vm);
      ledgers.open(ledgers.vms[vm], begin);
    });
  }

  /** Books an outage that ends now, and returns when it began. */
  function account(vm: number, at: Instant): Instant {
    const ledger = ledgers.close(ledgers.vms[vm], at);
    const since = lostAt[vm] ?? at;
    lostAt[vm] = undefined;
    if (!counting) return since;
    for (let i = 0; i < PHASES.length; i++) byPhase[i] += ledger.phases[i];
    byCause[causes[vm]] = (byCause[causes[vm]] ?? 0) + toSeconds(ledger.total);
    if (!cut.delete(vm) && ledger.confirmedAt !== null)
      detectSeconds.push(toSeconds(between(since, ledger.confirmedAt)));
    return since;
  }
}
