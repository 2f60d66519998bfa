// One replication of an availability study. It measures the truth: whether services answer, independent of what the
// controller believes. Sums are updated as outages end; no list of events is kept.

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
import type { SiteSpec } from "../../core/cluster/site.ts";

/** Runs the whole replication. */
export function runReplication(scenario: Scenario, study: AvailabilityStudy, replication: number): Tally {
  return atOnce(replicationInSteps(scenario, study, replication));
}

/** The same in steps, so that the caller can do something else between two of them, or stop. */
export function* replicationInSteps(scenario: Scenario, study: AvailabilityStudy, replication: number): Steps<Tally> {
  const begin = later(START, study.warmUp);
  const end = later(begin, study.horizon);
  const account = new OutageAccount(scenario.site, study.warmUp === 0);
  const { engine } = beginSimulation(
    { scenario, replication, faults: scenario.faults, everyProbe: false },
    (simulation) => listen(simulation.engine, account.ledgers, account, undefined),
  );
  if (study.warmUp !== 0) {
    yield* runUntil(engine, begin);
    account.warmUp(begin);
  }
  yield* runUntil(engine, end);
  return account.tally(begin, end);
}

/** The data of a replication while it runs: the outages that are under way, and sums of those that have ended. */
class OutageAccount implements Hooks {
  readonly ledgers: Ledgers;
  readonly #structure: Structure;
  readonly #causes: string[];
  readonly #lostAt: (Instant | undefined)[];
  readonly #recoverySeconds: number[] = [];
  readonly #detectSeconds: number[] = [];
  readonly #byCause: Record<string, number> = {};
  readonly #byPhase = new Float64Array(PHASES.length);
  readonly #violations: Record<string, number> = {};
  /** VMs whose outage was under way at the end of the warm-up. */
  readonly #cut = new Set<number>();
  #incidents = 0;
  #counting: boolean;

  constructor(site: SiteSpec, counting: boolean) {
    this.ledgers = new Ledgers(site);
    this.#structure = new Structure(site);
    this.#causes = site.vms.map(() => "unknown");
    this.#lostAt = site.vms.map(() => undefined);
    this.#counting = counting;
  }

  lost(vm: number, at: Instant, cause: string): void {
    this.#structure.change(vm, false, at);
    this.#lostAt[vm] = at;
    this.#causes[vm] = cause;
    this.ledgers.open(this.ledgers.vms[vm], at);
  }

  back(vm: number, at: Instant): void {
    this.#structure.change(vm, true, at);
    const whole = this.#counting && !this.#cut.has(vm);
    const since = this.#book(vm, at);
    if (whole) this.#recoverySeconds.push(toSeconds(between(since, at)));
  }

  stepped(): void {}

  injected(): void {
    if (this.#counting) this.#incidents++;
  }

  found(invariant: string): void {
    this.#violations[invariant] = (this.#violations[invariant] ?? 0) + 1;
  }

  /** Nothing before `begin` counts. Of an outage that is under way then, only the downtime from `begin` on counts. */
  warmUp(begin: Instant): void {
    this.#counting = true;
    this.#structure.forget(begin);
    this.#lostAt.forEach((since, vm) => {
      if (since === undefined) return;
      this.#lostAt[vm] = begin;
      this.#cut.add(vm);
      this.ledgers.open(this.ledgers.vms[vm], begin);
    });
  }

  /** The sums from `begin` to `end`; outages that are under way are counted up to `end`. */
  tally(begin: Instant, end: Instant): Tally {
    this.#lostAt.forEach((since, vm) => {
      if (since !== undefined) this.#book(vm, end);
    });
    return {
      seconds: toSeconds(between(begin, end)),
      ...this.#structure.tallies(begin, end),
      recoverySeconds: this.#recoverySeconds,
      detectSeconds: this.#detectSeconds,
      downSecondsByCause: this.#byCause,
      incidents: this.#incidents,
      violations: this.#violations,
      downSecondsByPhase: Object.fromEntries(
        PHASES.map((phase, i) => [phase, this.#byPhase[i] / 1e6] as const).filter(([, spent]) => spent > 0),
      ),
    };
  }

  /** Books an outage that ends now, and returns when it began. */
  #book(vm: number, at: Instant): Instant {
    const ledger = this.ledgers.close(this.ledgers.vms[vm], at);
    const since = this.#lostAt[vm] ?? at;
    this.#lostAt[vm] = undefined;
    if (!this.#counting) return since;
    for (let i = 0; i < PHASES.length; i++) this.#byPhase[i] += ledger.phases[i];
    this.#byCause[this.#causes[vm]] = (this.#byCause[this.#causes[vm]] ?? 0) + toSeconds(ledger.total);
    if (!this.#cut.delete(vm) && ledger.confirmedAt !== null)
      this.#detectSeconds.push(toSeconds(between(since, ledger.confirmedAt)));
    return since;
  }
}
