// Measures one trial, in the simulated or the real world. Its hooks report lost and recovered services and the
// controller's announcements. From these it knows when all affected VMs are verified to be healthy again, and which
// phases the recovery had. The measured VM is the one that came back last.

import { check } from "../../base/prelude/check.ts";
import { between, START, toSeconds, type Instant } from "../../base/prelude/time.ts";
import { VM_FACTS } from "../controller/state-machines/vm-states.ts";
import type { Ledger } from "./ledger.ts";
import { PHASES, recoveredBy, type OutcomeClass, type Trial } from "./trial.ts";
import type { Fault } from "../cluster/fault.ts";
import type { Followed, Ledgers } from "./ledgers.ts";
import type { Hooks } from "./hooks.ts";

/** What is known of one VM during the trial. */
type Course = { serving: boolean; trusted: boolean; lostAt: Instant; down: number; affected: boolean };

export class TrialAccount {
  readonly hooks: Hooks;
  readonly #index: number;
  readonly #fault: Fault;
  readonly #ledgers: Ledgers;
  readonly #courses: readonly Course[];
  readonly #violations: string[] = [];
  #injectedAt: Instant | undefined;
  #last: number;
  #unwell = 0;

  /** `recovered` is called when, after the injection, all affected VMs are healthy again. */
  constructor(index: number, fault: Fault, ledgers: Ledgers, recovered: () => void) {
    this.#index = index;
    this.#fault = fault;
    this.#ledgers = ledgers;
    this.#courses = ledgers.vms.map(() => ({ serving: true, trusted: true, lostAt: START, down: 0, affected: false }));
    this.#last = ledgers.vms.findIndex(({ name }) => name === fault.on[0]);
    this.hooks = {
      lost: (vm, at) => {
        this.#courses[vm].lostAt = at;
        this.#courses[vm].affected = true;
        this.#change(vm, (course) => (course.serving = false), recovered);
      },
      back: (vm, at) => {
        this.#courses[vm].down += between(this.#courses[vm].lostAt, at);
        this.#change(vm, (course) => (course.serving = true), recovered);
      },
      stepped: (vm) => {
        const { trusted } = VM_FACTS[vm.state];
        this.#change(ledgers.vms.indexOf(vm), (course) => (course.trusted = trusted), recovered);
      },
      injected: (what, at) => {
        if (what === fault) this.#inject(at);
      },
      found: (invariant) => this.#violations.push(invariant),
    };
  }

  /** Whether the fault has affected a service so far. */
  get affected(): boolean {
    return this.#courses.some((course) => course.affected);
  }

  /** Whether every VM serves, and the controller believes it. */
  get well(): boolean {
    return this.#unwell === 0;
  }

  /** Closes the account at this instant. */
  conclude(now: Instant): Trial {
    const start = Object.assign(blankTrial(this.#index, this.#fault), { violations: this.#violations });
    if (this.#injectedAt === undefined) return Object.assign(start, { outcome: "not-injected" });
    if (!this.affected) return start;
    if (this.#unwell > 0) this.#last = this.#courses.findIndex((course) => !course.serving || !course.trusted);
    const course = this.#courses[this.#last];
    const followed: Followed = this.#ledgers.vms[this.#last];
    const ledger = this.#ledgers.close(followed, now);
    const total = between(this.#injectedAt, now);
    check(
      ledger.total === total,
      () => `the phases of trial ${this.#index} add up to ${ledger.total} µs, not to ${total} µs`,
    );
    const down = course.down + (course.serving ? 0 : between(course.lostAt, now));
    return Object.assign(start, {
      vm: followed.name,
      outcome: this.#unwell > 0 ? "timed-out" : outcomeOf(ledger),
      recoverySeconds: toSeconds(total),
      downtimeSeconds: down / 1e6,
      phaseSeconds: ledger.phaseSeconds,
      attempts: ledger.attempts,
    });
  }

  #inject(at: Instant): void {
    this.#injectedAt = at;
    for (const vm of this.#ledgers.vms) this.#ledgers.open(vm, at);
    for (const course of this.#courses) {
      course.lostAt = at;
      course.down = 0;
      course.affected = !course.serving;
    }
  }

  #change(vm: number, how: (course: Course) => void, recovered: () => void): void {
    const course = this.#courses[vm];
    const was = course.serving && course.trusted;
    how(course);
    const is = course.serving && course.trusted;
    this.#unwell += Number(was) - Number(is);
    if (!is || was) return;
    this.#last = vm;
    if (this.#unwell === 0 && this.#injectedAt !== undefined && this.affected) recovered();
  }
}

/** A trial about which nothing is known yet. */
export function blankTrial(index: number, fault: Fault): Trial {
  const target = fault.on[0] ?? "site";
  return {
    index,
    fault: fault.kind,
    target,
    vm: target,
    outcome: "unharmed",
    recoverySeconds: 0,
    downtimeSeconds: 0,
    phaseSeconds: PHASES.map(() => 0),
    attempts: 0,
    violations: [],
    error: "",
  };
}

function outcomeOf(ledger: Ledger): OutcomeClass {
  const spent = (phase: (typeof PHASES)[number]) => ledger.phases[PHASES.indexOf(phase)] > 0;
  if (spent("human")) return "recovered-by-human";
  if (ledger.attempts > 0 && ledger.rung !== null) return recoveredBy(ledger.rung);
  return spent("host-recovery") ? "recovered-with-host" : "recovered-by-itself";
}
