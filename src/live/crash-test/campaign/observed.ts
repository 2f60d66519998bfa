// From the records of a live trial to its row in the results. All observations are put in the order of their instants
// and fed to the same account as in simulated trials, so that phases mean the same in both worlds.

import type { Answer } from "../../../core/controller/contract/event.ts";
import { Ledgers } from "../../../core/measurement/ledgers.ts";
import { TrialAccount } from "../../../core/measurement/trial-account.ts";
import type { Instant } from "../../../base/prelude/time.ts";
import type { Entry, WitnessEntry } from "../../../core/journal/entry.ts";
import type { Trial } from "../../../core/measurement/trial.ts";
import type { Fault } from "../../../core/cluster/fault.ts";
import type { SiteSpec } from "../../../core/cluster/site.ts";
import type { Invariant } from "../../../core/cluster/invariants.ts";
import type { Stage } from "../../../core/cluster/guest.ts";
import type { Seen } from "../observers/truth.ts";
import { concernedBy } from "./affected-vms.ts";

/** A fault was injected into all its targets, or undone in all of them. */
export type ObservedInjection = {
  readonly kind: "fault-begun" | "fault-ended";
  readonly fault: Fault;
  readonly at: Instant;
};

/** Everything recorded of one live trial. */
export type ObservedTrial = {
  readonly fault: Fault;
  /** When the controller began: this, its settings and the events suffice to replay it. */
  readonly begunAt: Instant;
  /** What the control loop recorded. */
  readonly entries: readonly Entry[];
  readonly seen: readonly Seen[];
  /** Faults that were injected, and those that were undone after their time, in this order. */
  readonly injections: readonly ObservedInjection[];
  /** What the witness recorded meanwhile. */
  readonly witnessed: readonly WitnessEntry[];
  /** When the trial's own fault was injected; undefined if it was not. */
  readonly injectedAt: Instant | undefined;
  readonly endedAt: Instant;
  readonly violations: readonly Invariant[];
};

const STAGES: Record<Answer, Stage> = { nothing: "booting", system: "starting", service: "serving" };

/**
 * The row of a trial. A service that comes back and is lost again at once (a guest that answers once more while it goes
 * down) was not recovered: what counts is the last time that every service came back and then answered to the end of
 * the observations.
 */
export function trialOf(index: number, site: SiteSpec, observed: ObservedTrial): Trial {
  const whole = new Telling(index, site, observed);
  const { account, recoveries } = whole.tell();
  if (recoveries === 0 || !account.well) return account.conclude(observed.endedAt);
  const upToIt = new Telling(index, site, observed).tell(recoveries);
  return upToIt.account.conclude(upToIt.at);
}

/** Feeds the observations to an account, in the order of their instants. */
class Telling {
  readonly #observed: ObservedTrial;
  readonly #ledgers: Ledgers;
  readonly #account: TrialAccount;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #serving: Set<number>;
  readonly #concerned: ReadonlySet<string>;
  #recoveries = 0;

  constructor(index: number, site: SiteSpec, observed: ObservedTrial) {
    this.#observed = observed;
    this.#ledgers = new Ledgers(site);
    this.#account = new TrialAccount(index, observed.fault, this.#ledgers, () => this.#recoveries++);
    this.#numbers = new Map(site.vms.map(({ name }, number) => [name, number]));
    this.#serving = new Set(this.#numbers.values());
    this.#concerned = concernedBy(observed.fault, site);
  }

  /** All of it, or up to the recovery of this number, from 1. */
  tell(upTo = Infinity): { readonly account: TrialAccount; readonly recoveries: number; readonly at: Instant } {
    for (const invariant of this.#observed.violations) this.#account.hooks.found(invariant);
    for (const { at, tell } of this.#inOrder()) {
      tell();
      if (this.#recoveries === upTo) return { account: this.#account, recoveries: upTo, at };
    }
    return { account: this.#account, recoveries: this.#recoveries, at: this.#observed.endedAt };
  }

  #inOrder(): { readonly at: Instant; tell(): void }[] {
    const { fault, injectedAt, seen, entries } = this.#observed;
    return [
      ...(injectedAt === undefined
        ? []
        : [{ at: injectedAt, tell: () => this.#account.hooks.injected(fault, injectedAt) }]),
      ...seen.map((what) => ({ at: this.#instantOf(what), tell: () => this.#see(what) })),
      ...entries.map((entry) => ({ at: entry.at, tell: () => this.#read(entry) })),
    ].sort((a, b) => a.at - b.at);
  }

  /** A probe that was under way when the fault was injected is dated at the injection, not before it. */
  #instantOf({ at, told }: Seen): Instant {
    const { injectedAt } = this.#observed;
    return injectedAt === undefined || at >= injectedAt || told < injectedAt ? at : injectedAt;
  }

  #read(entry: Entry): void {
    if (entry.kind !== "command") return;
    const vm = this.#ledgers.commanded(entry.command, entry.at);
    if (vm !== undefined && this.#concerned.has(vm.name)) this.#account.hooks.stepped(vm, entry.at);
  }

  #see(what: Seen): void {
    const { vm, answer } = what;
    const number = this.#numbers.get(vm);
    if (number === undefined || !this.#concerned.has(vm)) return;
    const instant = this.#instantOf(what);
    this.#ledgers.vms[number].ledger.became(instant, STAGES[answer], answer === "service");
    if (answer === "service" && !this.#serving.has(number)) {
      this.#serving.add(number);
      this.#account.hooks.back(number, instant);
    } else if (answer !== "service" && this.#serving.delete(number)) {
      this.#account.hooks.lost(number, instant, this.#observed.fault.kind);
    }
  }
}
