// The paper's protocol on real machines: one trial after another. Each begins behind a gate, is healed afterwards, and
// is on the disk before the next begins. The campaign ends as soon as the watch or the healing finds anything wrong.

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
  /** The same machines over separate connections, for observers. */
  readonly eyes: Reach;
  readonly unhealedFaults: UnhealedFaults;
  /** Keeps trials, journals and the witness's journal until the results are written. */
  readonly folder: string;
  /** Whether the stop switch is thrown: then faults are undone, and nothing else is done. */
  readonly switchThrown: () => boolean;
  /** Whether the campaign is to end early, after healing. */
  readonly interrupted: () => boolean;
  /** Prints what is being done. */
  readonly say: (what: string) => void;
  readonly onTrial: (done: number) => void;
};

export type CampaignEnd = {
  readonly trials: readonly Trial[];
  /** Why it ended before its last trial, and what is not yet healed. */
  readonly broken: string | undefined;
  /** The exception, if one was the reason. */
  readonly error: unknown;
  /** Over all runs of the campaign, resumed ones included. */
  readonly witnessed: { readonly asked: number; readonly answered: number; readonly twice: number };
};

const TRIALS = "trials.jsonl";

/**
 * Runs the trials that `folder` does not have yet. It always heals before it returns, and never throws once it has
 * begun.
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
  const course: Course = { ...options, trials, file, testimonies, witness, protectedVms, watch };
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
  readonly protectedVms: ProtectedVms;
  readonly watch: Watch;
};

/** The next trial, behind its gate, followed by healing. Anything that goes wrong is raised on the watch. */
async function next(course: Course): Promise<void> {
  const { scenario, campaign, reach, trials, file, witness, protectedVms, watch, onTrial } = course;
  const index = trials.length;
  const fault = chooseFault(scenario, campaign, index);
  const faults = [...scenario.faults, fault];
  const closed = await untilOpen({ scenario, reach, witness, protectedVms, why: () => watch.why });
  watch.raise(closed ?? (await bystanders(reach, faults)));
  if (watch.why !== undefined) return;
  watch.concern(hostsConcernedBy(faults, scenario.site));
  // Opens the connections that the fault will need.
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

/** Runs the trial and writes its journal to the disk. */
async function recorded(course: Course, index: number): Promise<ObservedTrial> {
  const { scenario, folder, watch } = course;
  const path = journalPath(folder, index);
  writeWhole(path, `${journalLine(liveHead(scenario, index, now()))}\n`); // overwrites what an interrupted attempt left
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
 * Undefined for a trial that was interrupted: it is repeated when the campaign resumes. The row of a trial that failed
 * holds only the reason.
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

/** Heals; returns what is not restored, if anything. Never throws. */
async function healed({ reach, unhealedFaults, switchThrown, say, watch }: Course): Promise<string | undefined> {
  try {
    const left = await heal({ reach, unhealedFaults, stopped: switchThrown, say });
    return left.length === 0 ? undefined : left.join("; ");
  } catch (error) {
    watch.fail(error);
    return "not everything is healed";
  }
}

/** The trials that an earlier run has completed. */
export function trialsIn(folder: string): readonly Trial[] {
  return valuesIn<Trial>(join(folder, TRIALS));
}
