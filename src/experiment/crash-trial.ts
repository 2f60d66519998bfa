// One trial of a crash campaign: a healthy site, one fault at a random instant of the monitor's cycle, and the wait for
// all that it hurt to be verified well again. What is measured is the VM that came back last.

import { check, Defect } from "../prelude/check.ts";
import { Engine } from "../engine/engine.ts";
import { between, later, START, toSeconds, type Instant } from "../prelude/time.ts";
import type { Recorder } from "../recorder/entry.ts";
import type { Ledger } from "../recorder/ledger.ts";
import { PHASES, type OutcomeClass, type Trial } from "../recorder/trial.ts";
import type { CrashCampaign, Scenario } from "../scenario/scenario.ts";
import type { Fault } from "../world/fault.ts";
import { chooseFault } from "./choose-fault.ts";
import { Ledgers, type Followed } from "./ledgers.ts";
import { listen, type Hooks } from "./listen.ts";
import { beginSimulation } from "./simulation.ts";

/**
 * Runs trial `index`, on an engine that may be used again. A defect of ours in it becomes its outcome, `error`, with the
 * defect's sentence.
 */
export function runTrial(scenario: Scenario, campaign: CrashCampaign, index: number, journal?: Recorder, engine = new Engine()): Trial {
  const fault = chooseFault(scenario, campaign, index);
  try {
    return crash(scenario, campaign, index, fault, journal, engine);
  } catch (error) {
    if (!(error instanceof Defect)) throw error;
    return { ...blank(index, fault), outcome: "error", error: error.message };
  }
}

function blank(index: number, fault: Fault): Trial {
  const target = fault.on[0] ?? "site";
  return {
    index, fault: fault.kind, target, vm: target, outcome: "unharmed", recoverySeconds: 0, downtimeSeconds: 0,
    phaseSeconds: PHASES.map(() => 0), attempts: 0, findings: [], error: "",
  };
}

/** What is known of one VM during the trial. */
type Course = { serving: boolean; trusted: boolean; lostAt: Instant; down: number; hurt: boolean };

function crash(scenario: Scenario, campaign: CrashCampaign, index: number, fault: Fault, journal: Recorder | undefined, engine: Engine): Trial {
  check(fault.when.kind === "at", "a trial's fault is scripted");
  const ledgers = new Ledgers(scenario.site);
  const courses: Course[] = ledgers.vms.map(() => ({ serving: true, trusted: true, lostAt: START, down: 0, hurt: false }));
  const findings: string[] = [];
  let injectedAt: Instant | undefined;
  let last = ledgers.vms.findIndex(({ name }) => name === fault.on[0]);
  let unwell = 0;

  const hooks: Hooks = {
    lost(vm, at) {
      courses[vm].lostAt = at;
      courses[vm].hurt = true;
      change(vm, () => (courses[vm].serving = false));
    },
    back(vm, at) {
      courses[vm].down += between(courses[vm].lostAt, at);
      change(vm, () => (courses[vm].serving = true));
    },
    stepped(vm) {
      change(ledgers.vms.indexOf(vm), (course) => (course.trusted = vm.state === "up" || vm.state === "probation"));
    },
    struck(what, at) {
      if (what !== fault) return;
      injectedAt = at;
      for (const vm of ledgers.vms) ledgers.open(vm, at);
      for (const course of courses) {
        course.lostAt = at;
        course.down = 0;
        course.hurt = !course.serving;
      }
    },
    found: (law) => findings.push(law),
  };

  beginSimulation({ scenario, replication: index, faults: [...scenario.faults, fault], everyPoll: false, engine }, () => listen(engine, ledgers, hooks, journal));
  engine.runUntil(later(fault.when.at, campaign.timeout));
  return conclude(engine.now);

  function change(vm: number, how: (course: Course) => void): void {
    const course = courses[vm];
    const was = course.serving && course.trusted;
    how(course);
    const is = course.serving && course.trusted;
    unwell += Number(was) - Number(is);
    if (!is || was) return;
    last = vm;
    if (unwell === 0 && injectedAt !== undefined && courses.some(({ hurt }) => hurt)) engine.stop();
  }

  function conclude(now: Instant): Trial {
    const start = blank(index, fault);
    const hurt = courses.some((course) => course.hurt);
    if (injectedAt === undefined || !hurt) return { ...start, findings };
    if (unwell > 0) last = courses.findIndex((course) => !course.serving || !course.trusted);
    const course = courses[last];
    const followed: Followed = ledgers.vms[last];
    const ledger = ledgers.close(followed, now);
    const total = between(injectedAt, now);
    check(ledger.total === total, () => `the phases of trial ${index} add up to ${ledger.total} µs, not to ${total} µs`);
    const down = course.down + (course.serving ? 0 : between(course.lostAt, now));
    return {
      ...start, vm: followed.name, outcome: unwell > 0 ? "timed-out" : outcomeOf(ledger), recoverySeconds: toSeconds(total),
      downtimeSeconds: down / 1e6, phaseSeconds: ledger.phaseSeconds, attempts: ledger.attempts, findings,
    };
  }
}

function outcomeOf(ledger: Ledger): OutcomeClass {
  const spent = (phase: (typeof PHASES)[number]) => ledger.phases[PHASES.indexOf(phase)] > 0;
  if (spent("human")) return "recovered-by-human";
  if (ledger.attempts > 0 && ledger.rung !== null) return `recovered-by-${ledger.rung}`;
  return spent("host-recovery") ? "recovered-with-host" : "recovered-by-itself";
}
