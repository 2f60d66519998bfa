// One crash test on real machines: everything is healthy, the fault is injected, the controller recovers, and all
// observations are kept. The controller and its control loop are those of the simulation; each trial begins with a
// fresh controller.

import { startLoop } from "../../../core/control-loop/control-loop.ts";
import { rebuild } from "../../../core/control-loop/rebuild.ts";
import { probesOf } from "../../../core/controller/contract/settings.ts";
import { threeRc } from "../../../core/controller/three-rc/three-rc.ts";
import { liveDriver, type LiveDriver } from "../../driver/live-driver.ts";
import type { Reach } from "../../driver/reach.ts";
import { chooseFault } from "../../../core/scenario/choose-fault.ts";
import { now, pause } from "../../../base/platform/clock.ts";
import { seconds, type Instant } from "../../../base/prelude/time.ts";
import type { Fault } from "../../../core/cluster/fault.ts";
import type { Entry, WitnessEntry } from "../../../core/journal/entry.ts";
import { entriesOf } from "../../../core/journal/turns.ts";
import type { CrashCampaign, Scenario } from "../../../core/scenario/scenario.ts";
import { ProbeFaults } from "../faults/probe-faults.ts";
import type { ObservedInjection, ObservedTrial } from "./observed.ts";
import { injectWhenDue, planOf, type Injecting } from "./injections.ts";
import type { Testimonies } from "../observers/testimony.ts";
import { Truth, type Seen } from "../observers/truth.ts";
import { TrialProgress } from "./trial-progress.ts";
import { concernedBy } from "./affected-vms.ts";
import type { Watch } from "../observers/watch.ts";
import type { UnhealedFaults } from "../healing/unhealed-faults.ts";

type LiveTrial = {
  readonly scenario: Scenario;
  readonly campaign: CrashCampaign;
  readonly index: number;
  readonly reach: Reach;
  readonly unhealedFaults: UnhealedFaults;
  readonly testimonies: Testimonies;
  /** Takes every reason for which the trial is void, and says whether there is one. */
  readonly watch: Watch;
  /** Writes the entries of one turn to the disk before the turn is performed; an exception ends the trial. */
  readonly record: (entries: readonly Entry[]) => void;
};

/** The interval between checks whether the trial is over. */
const TICK = seconds(0.1);

export async function runLiveTrial(trial: LiveTrial): Promise<ObservedTrial> {
  const { scenario, campaign, index, reach, testimonies, watch } = trial;
  const { settings, site } = scenario;
  const fault = chooseFault(scenario, campaign, index);
  const planned = planOf(fault, scenario, index);
  const begunAt = now();
  const entries: Entry[] = [];
  const seen: Seen[] = [];
  const injections: ObservedInjection[] = [];
  const witnessed: WitnessEntry[] = [];
  const twiceBefore = testimonies.word.twice.length;
  const truth = new Truth(reach, site.probing.patience, (what) => {
    seen.push(what);
    progress.saw(what);
  });
  const progress = new TrialProgress(scenario, campaign.timeout, planned, concernedBy(fault, site), (vm) =>
    truth.serves(vm),
  );
  const ended = new AbortController();
  const over = () => ended.signal.aborted || watch.why !== undefined || progress.over;
  const probeFaults = new ProbeFaults();
  const driver = driverOf(trial, probeFaults, progress);
  testimonies.listen((entry) => witnessed.push(entry));
  try {
    startLoop(threeRc, threeRc.begin(settings, begunAt), driver.connect, (turn) => {
      const recorded = entriesOf(turn);
      trial.record(recorded);
      entries.push(...recorded);
    });
    const homes = Object.fromEntries(site.vms.map(({ name, home }) => [name, home]));
    const run = { begunAt, homes, reach, unhealedFaults: trial.unhealedFaults, probeFaults, watch };
    const injecting: Injecting = {
      ...run,
      over,
      ended: ended.signal,
      injected: (each: Fault, at: Instant) => {
        injections.push({ kind: "fault-begun", fault: each, at });
        if (each === fault) progress.injected(at);
      },
      undone: (each: Fault, at: Instant) => injections.push({ kind: "fault-ended", fault: each, at }),
    };
    await Promise.all([abortWhen(over, ended), ...planned.map((each) => injectWhenDue(each, injecting))]);
  } finally {
    driver.close();
    truth.end();
    testimonies.listen(undefined);
  }
  // The same events must give the same commands; a Defect if they do not.
  if (watch.error === undefined) rebuild(threeRc, settings, begunAt, entries);
  const { injectedAt } = progress;
  const violations = testimonies.word.twice.slice(twiceBefore).map(() => "no-vm-runs-twice" as const);
  return { fault, begunAt, entries, seen, injections, witnessed, injectedAt, endedAt: now(), violations };
}

function driverOf(
  { scenario: { settings, site }, reach, watch }: LiveTrial,
  probeFaults: ProbeFaults,
  progress: TrialProgress,
): LiveDriver {
  return liveDriver({
    reach,
    stopped: () => watch.why !== undefined,
    failed: (error) => watch.fail(error),
    interval: (target) => probesOf(settings, target).interval,
    patience: site.probing.patience,
    hosts: settings.hosts.map(({ name }) => name),
    vms: settings.vms.map(({ name }) => name),
    told: (command) => command.kind === "announce" && progress.announced(command),
    probeFilter: probeFaults,
  });
}

async function abortWhen(over: () => boolean, ended: AbortController): Promise<void> {
  while (!over()) await pause(TICK);
  ended.abort();
}
