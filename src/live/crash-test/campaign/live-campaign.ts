// The paper's protocol on real machines: trial after trial, each behind a gate, each healed afterwards, each on the
// disk before the next begins. It stops at the first sign that it no longer knows what it is doing.

import { join } from "node:path";
import type { Reach } from "../../driver/reach.ts";
import { now } from "../../../base/platform/clock.ts";
import { LineFile, valuesIn, writeWhole } from "../../../base/platform/files.ts";
import { seconds } from "../../../base/prelude/time.ts";
import type { Trial } from "../../../core/measurement/trial.ts";
import { journalLine } from "../../../core/journal/write-journal.ts";
import type { CrashCampaign, Scenario } from "../../../core/scenario/scenario.ts";
import { chooseFault } from "../../../core/scenario/choose-fault.ts";
import { blankTrial } from "../../../core/measurement/trial-account.ts";
import { bystanders } from "../observers/bystanders.ts";
import { untilOpen } from "./gate.ts";
import { heal } from "../healing/heal.ts";
import { runLiveTrial } from "./live-trial.ts";
import { ProtectedVms } from "../observers/protected-vms.ts";
import { trialOf, type ObservedTrial } from "./observed.ts";
import { journalOf, journalPath, liveHead } from "./trial-journal.ts";
import { Testimonies } from "../observers/testimony.ts";
import { hostsConcernedBy, Watch } from "../observers/watch.ts";
import { Witness } from "../observers/witness.ts";
import type { UnhealedFaults } from "../healing/unhealed-faults.ts";

type LiveCampaign = {
  readonly scenario: Scenario;
  readonly campaign: CrashCampaign;
  readonly reach: Reach;
  /** The same machines over connections of their own, for those who only look. */
  readonly eyes: Reach;
  readonly unhealedFaults: UnhealedFaults;
  /** Where trials, journals and the testimony of the witness are kept until the results are written. */
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
  /** Why it ended before its last trial, and what is not healed. */
  readonly broken: string | undefined;
  /** What was thrown, where that is why. */
  readonly error: unknown;
  /** Of all runs that the campaign took. */
  readonly witnessed: { readonly asked: number; readonly answered: number; readonly twice: number };
};

const TRIALS = "trials.jsonl";

/**
 * Runs the trials that `folder` does not have yet. Whatever happens, it heals before it returns; it never throws once
 * it has begun.
 */
export async function runLiveCampaign(options: LiveCampaign): Promise<CampaignEnd> {
  const { scenario, campaign, eyes, folder, switchThrown, interrupted, say } = options;
  const trials = [...trialsIn(folder)];
  const file = new LineFile(join(folder, TRIALS));
  const testimonies = new Testimonies(folder, liveHead(scenario, null, now()));
  const witness = new Witness(eyes, testimonies, (error) => watch.fail(error));
  const protectedVms = new ProtectedVms(eyes, scenario.site.probing.patience);
  const watch = new Watch({
    hosts: scenario.site.hosts.map(({ name }) => name),
    witness,
    testimonies,
    protectedVms,
    switchThrown,
    interrupted,
    ends: (why) => say(`the campaign ends: ${why}`),
  });
  const course: Course = { ...options, trials, file, testimonies, witness, watch };
  try {
    watch.raise(await healed(course));
    while (watch.why === undefined && trials.length < campaign.trials) await next(course);
  } catch (error) {
    watch.fail(error);
  }
  const left = await healed(course);
  watch.end();
  await Promise.all([witness.end(), protectedVms.end()]);
  file.close();
  testimonies.close();
  const { asked, answered, twice } = testimonies.word;
  const broken =
    watch.why === undefined && left === undefined
      ? undefined
      : [watch.why, left].filter((why) => why !== undefined).join("; ");
  return { trials, broken, error: watch.error, witnessed: { asked, answered, twice: twice.length } };
}

/** A campaign under way. */
type Course = LiveCampaign & {
  readonly trials: Trial[];
  readonly file: LineFile;
  readonly testimonies: Testimonies;
  readonly witness: Witness;
  readonly watch: Watch;
};

/** The next trial, behind its gate, with the healing after it. Whatever goes wrong is raised. */
async function next(course: Course): Promise<void> {
  const { scenario, campaign, reach, trials, file, witness, watch, onTrial } = course;
  const index = trials.length;
  const fault = chooseFault(scenario, campaign, index);
  const faults = [...scenario.faults, fault];
  watch.raise(
    (await untilOpen({ scenario, reach, witness, why: () => watch.why })) ?? (await bystanders(reach, faults)),
  );
  if (watch.why !== undefined) return;
  watch.concern(hostsConcernedBy(faults, scenario.site));
  // So that the fault needs no new connection.
  for (const name of fault.on) await reach.guest(name)?.run(["true"], { timeout: seconds(20) });
  const observed = await recorded(course, index);
  const trial = rowOf(course, index, observed);
  const unhealed = await healed(course);
  if (trial !== undefined) {
    file.add(JSON.stringify(trial));
    trials.push(trial);
    onTrial(trials.length);
  }
  watch.raise(unhealed);
}

/** Runs the trial, with its journal on the disk. */
async function recorded(course: Course, index: number): Promise<ObservedTrial> {
  const { scenario, folder, watch } = course;
  const path = journalPath(folder, index);
  writeWhole(path, `${journalLine(liveHead(scenario, index, now()))}\n`); // an earlier attempt may have been cut short
  const journal = new LineFile(path);
  try {
    const observed = await runLiveTrial({
      ...course,
      index,
      record: (entries) => journal.add(...entries.map(journalLine)),
    });
    if (watch.error === undefined) {
      const whole = journalOf(liveHead(scenario, index, observed.begunAt), scenario.site, observed);
      writeWhole(path, whole.map((entry) => `${journalLine(entry)}\n`).join(""));
    }
    return observed;
  } finally {
    journal.close();
  }
}

/**
 * Undefined for a trial that was cut short: it is repeated when the campaign goes on. One that failed says why, and
 * nothing else.
 */
function rowOf(
  { scenario, watch, switchThrown, interrupted }: Course,
  index: number,
  observed: ObservedTrial,
): Trial | undefined {
  const { fault, violations, injectedAt } = observed;
  const failure = watch.why;
  if (failure === undefined) return trialOf(index, scenario.site, observed);
  if (
    violations.length === 0 &&
    (injectedAt === undefined || watch.error !== undefined || switchThrown() || interrupted())
  )
    return undefined;
  return { ...blankTrial(index, fault), outcome: "error", error: failure, violations };
}

/** A sentence if something is not as it was. Never throws. */
async function healed({ reach, unhealedFaults, switchThrown, say, watch }: Course): Promise<string | undefined> {
  try {
    const left = await heal({ reach, unhealedFaults, stopped: switchThrown, say });
    return left.length === 0 ? undefined : left.join("; ");
  } catch (error) {
    watch.fail(error);
    return "not everything is healed";
  }
}

/** The trials that an earlier run has left. */
export function trialsIn(folder: string): readonly Trial[] {
  return valuesIn<Trial>(join(folder, TRIALS));
}
