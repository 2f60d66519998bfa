// One trial of a crash campaign: a healthy site, one fault at a random instant of the monitor's interval, and the wait
// until all affected VMs are verified to be healthy again.

import { check, Defect } from "../../base/prelude/check.ts";
import { Engine } from "../../simulated/engine/engine.ts";
import { later } from "../../base/prelude/time.ts";
import type { Recorder } from "../../core/journal/entry.ts";
import type { Trial } from "../../core/measurement/trial.ts";
import type { CrashCampaign, Scenario } from "../../core/scenario/scenario.ts";
import type { Fault } from "../../core/cluster/fault.ts";
import { chooseFault } from "../../core/scenario/choose-fault.ts";
import { Ledgers } from "../../core/measurement/ledgers.ts";
import { listen } from "../../simulated/simulation/listen.ts";
import { beginSimulation } from "../../simulated/simulation/simulation.ts";
import { blankTrial, TrialAccount } from "../../core/measurement/trial-account.ts";

/**
 * Runs trial `index`, on an engine that may be reused. A Defect becomes the trial's outcome `error`, with the Defect's
 * sentence.
 */
export function runTrial(
  scenario: Scenario,
  campaign: CrashCampaign,
  index: number,
  journal?: Recorder,
  engine = new Engine(),
): Trial {
  const fault = chooseFault(scenario, campaign, index);
  try {
    return crash(scenario, campaign, index, fault, journal, engine);
  } catch (error) {
    if (!(error instanceof Defect)) throw error;
    return { ...blankTrial(index, fault), outcome: "error", error: error.message };
  }
}

function crash(
  scenario: Scenario,
  campaign: CrashCampaign,
  index: number,
  fault: Fault,
  journal: Recorder | undefined,
  engine: Engine,
): Trial {
  check(fault.when.kind === "at", "a trial's fault is scripted");
  const ledgers = new Ledgers(scenario.site);
  const account = new TrialAccount(index, fault, ledgers, () => engine.stop());
  beginSimulation(
    { scenario, replication: index, faults: [...scenario.faults, fault], everyProbe: false, engine },
    () => listen(engine, ledgers, account.hooks, journal),
  );
  engine.runUntil(later(fault.when.at, campaign.timeout));
  return account.conclude(engine.now);
}
