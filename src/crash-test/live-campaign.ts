// The paper's protocol on real machines: trial after trial, each behind a gate, each healed afterwards, each on the disk
// before the next begins. It stops at the first sign that it no longer knows what it is doing.

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Reach } from "../drivers/live/reach.ts";
import { LineFile, writeWhole } from "../machine/files.ts";
import { now, pause } from "../machine/clock.ts";
import { between, later, seconds, type Duration } from "../prelude/time.ts";
import type { Trial } from "../recorder/trial.ts";
import type { CrashCampaign, Scenario } from "../scenario/scenario.ts";
import { lookAtHost, lookAtVm } from "../drivers/live/answering.ts";
import { chooseFault } from "../experiment/choose-fault.ts";
import { blankTrial } from "../experiment/trial-account.ts";
import { bystanders } from "./bystanders.ts";
import { heal } from "./heal.ts";
import { journalPath } from "./journals.ts";
import { runLiveTrial } from "./live-trial.ts";
import { journalOf, trialOf } from "./observed.ts";
import type { Homes } from "./restore.ts";
import { Witness } from "./witness.ts";
import type { Wounds } from "./wounds.ts";

export type LiveCampaign = {
  readonly scenario: Scenario;
  readonly campaign: CrashCampaign;
  readonly reach: Reach;
  readonly wounds: Wounds;
  /** Where trials and journals are kept until the results are written. */
  readonly folder: string;
  /** Whether the stop switch is thrown: then wounds are undone, and nothing else is done any more. */
  readonly switchThrown: () => boolean;
  /** Whether it is to end early, and to bring everything back before. */
  readonly interrupted: () => boolean;
  /** Told of what is being done. */
  readonly say: (what: string) => void;
  readonly onTrial: (done: number) => void;
};

export type CampaignEnd = {
  readonly trials: readonly Trial[];
  /** Why it ended before its last trial. */
  readonly broken: string | undefined;
  readonly witnessed: { readonly asked: number; readonly answered: number; readonly twice: number };
};

/** A gate that does not open in this time will not. */
const GATE_PATIENCE = seconds(300);
const TRIALS = "trials.jsonl";

/** Runs the trials that `folder` does not have yet. Whatever happens, it heals before it returns. */
export async function runLiveCampaign(options: LiveCampaign): Promise<CampaignEnd> {
  const { scenario, campaign, reach, wounds, folder, switchThrown, interrupted, say, onTrial } = options;
  const stopped = () => switchThrown() || interrupted();
  const trials = [...trialsIn(folder)];
  const file = new LineFile(join(folder, TRIALS));
  const witness = new Witness(reach);
  const homes: Homes = new Map(scenario.site.vms.map(({ name, home }) => [name, home]));
  let broken: string | undefined;
  try {
    broken = await healed();
    while (broken === undefined && trials.length < campaign.trials) broken = await next(trials.length);
  } finally {
    broken = (await healed()) ?? broken;
    await witness.end();
    file.close();
  }
  return { trials, broken, witnessed: { asked: witness.asked, answered: witness.answered, twice: witness.twice.length } };

  async function next(index: number): Promise<string | undefined> {
    const fault = chooseFault(scenario, campaign, index);
    const closed = (await gate()) ?? (await bystanders(reach, [...scenario.faults, fault]));
    if (closed !== undefined) return closed;
    for (const name of fault.on) await reach.guest(name)?.run(["true"], { timeout: seconds(20) }); // so that the fault needs no new connection
    writeWhole(journalPath(folder, index), ""); // an earlier attempt may have been cut short
    const journal = new LineFile(journalPath(folder, index));
    const { observed, failure } = await runLiveTrial({ scenario, campaign, index, reach, wounds, witness, stopped, record: (entry) => journal.add(JSON.stringify(entry)) });
    journal.close();
    if (failure !== undefined && (stopped() || observed.struckAt === undefined)) return failure;
    const trial = failure === undefined ? trialOf(index, scenario.site, observed) : { ...blankTrial(index, observed.fault), outcome: "error" as const, error: failure };
    writeWhole(journalPath(folder, index), journalOf(observed).map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    const unhealed = await healed();
    trials.push(trial);
    file.add(JSON.stringify(trial));
    onTrial(trials.length);
    if (observed.findings.length > 0) return `a VM ran twice in trial ${index}: see its journal`;
    return unhealed ?? (failure === undefined ? undefined : `trial ${index}: ${failure}`);
  }

  /** A sentence if something did not come back. */
  async function healed(): Promise<string | undefined> {
    const left = await heal({ reach, wounds, stopped: switchThrown, say });
    return left.length === 0 ? undefined : left.join("; ");
  }

  /** Waits until everything is where it belongs, healthy, and has been so for a while. A sentence if that does not come. */
  async function gate(): Promise<string | undefined> {
    const { patience } = scenario.site.probing;
    const stable = (2 * scenario.settings.probes.retry) as Duration;
    const end = later(now(), GATE_PATIENCE);
    for (let since = now(), why = ""; ; await pause(seconds(1))) {
      if (stopped()) return "it was stopped";
      const ill = await illness(patience);
      if (ill !== undefined) {
        since = now();
        why = ill;
      } else if (between(since, now()) >= stable) return undefined;
      if (now() > end) return `the gate stays closed: ${why}`;
    }
  }

  async function illness(patience: Duration): Promise<string | undefined> {
    const hosts = await Promise.all(scenario.site.hosts.map(async ({ name }) => ({ name, answer: await lookAtHost(reach.host(name).entry, reach.host(name).libvirt, patience) })));
    const ill = hosts.find(({ answer }) => answer !== "service");
    if (ill !== undefined) return `${ill.name} answers ${ill.answer}`;
    const vms = await Promise.all(scenario.site.vms.map(async ({ name }) => ({ name, answer: await lookAtVm(reach.vm(name), reach.guest(name), patience) })));
    const unwell = vms.find(({ answer }) => answer !== "service");
    if (unwell !== undefined) return `${unwell.name} answers ${unwell.answer}`;
    if (!(await witness.round())) return "not every hypervisor answers";
    const away = [...homes].find(([vm, home]) => witness.hostsOf(vm).join() !== home);
    return away === undefined ? undefined : `${away[0]} runs on ${witness.hostsOf(away[0]).join(" and ") || "no host"}, not on ${away[1]}`;
  }
}

/** The trials that an earlier run has left. */
export function trialsIn(folder: string): readonly Trial[] {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, TRIALS);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  const whole = lines.slice(0, -1); // what follows the last line break was torn by a power cut
  if (lines.at(-1) !== "") writeWhole(path, whole.map((line) => `${line}\n`).join(""));
  return whole.map((line) => JSON.parse(line) as Trial);
}
