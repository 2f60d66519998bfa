// One crash test on real machines: everything is healthy, the fault is dealt, the controller recovers, and what was
// seen is kept. The controller is the one of the simulation, begun anew for each trial, in the same control loop.

import { startLoop } from "../../../core/control-loop/control-loop.ts";
import { rebuild } from "../../../core/control-loop/rebuild.ts";
import { isHostTransition, isVmTransition, type Announcement } from "../../../core/controller/contract/announcement.ts";
import { nameOf, type HostName, type VmName } from "../../../core/controller/contract/event.ts";
import { HOST_FACTS, type HostFacts } from "../../../core/controller/state-machines/host-states.ts";
import { VM_FACTS, type VmFacts } from "../../../core/controller/state-machines/vm-states.ts";
import { probesOf } from "../../../core/controller/contract/settings.ts";
import { threeRc } from "../../../core/controller/three-rc/three-rc.ts";
import { liveDriver } from "../../driver/live-driver.ts";
import type { Reach } from "../../driver/reach.ts";
import { chooseFault } from "../../../core/scenario/choose-fault.ts";
import { now, pause } from "../../../base/platform/clock.ts";
import { between, seconds, type Duration, type Instant } from "../../../base/prelude/time.ts";
import type { Fault } from "../../../core/cluster/fault.ts";
import type { Entry, WitnessEntry } from "../../../core/journal/entry.ts";
import { entriesOf } from "../../../core/journal/turns.ts";
import type { CrashCampaign, Scenario } from "../../../core/scenario/scenario.ts";
import { ProbeFaults } from "../faults/probe-faults.ts";
import type { ObservedInjection, ObservedTrial } from "./observed.ts";
import { planOf, injectWhenDue } from "./injections.ts";
import type { Testimonies } from "../observers/testimony.ts";
import { Truth, type Seen } from "../observers/truth.ts";
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
  /** Told of whatever makes the trial say nothing; asked whether there is any such thing. */
  readonly watch: Watch;
  /** Writes the entries of one turn to the disk before the turn is performed; what it throws ends the trial. */
  readonly record: (entries: readonly Entry[]) => void;
};

/** How often it is seen whether a trial has come to its end. */
const TICK = seconds(0.1);

export async function runLiveTrial({
  scenario,
  campaign,
  index,
  reach,
  unhealedFaults,
  testimonies,
  watch,
  record,
}: LiveTrial): Promise<ObservedTrial> {
  const { settings, site } = scenario;
  const fault = chooseFault(scenario, campaign, index);
  const begunAt = now();
  const probeFaults = new ProbeFaults();
  const entries: Entry[] = [];
  const seen: Seen[] = [];
  const injections: ObservedInjection[] = [];
  const witnessed: WitnessEntry[] = [];
  const believed = { vms: new Map<VmName, VmFacts>(), hosts: new Map<HostName, HostFacts>() };
  const concerned = concernedBy(fault, site);
  const twiceBefore = testimonies.word.twice.length;
  const truth = new Truth(reach, site.probing.patience, (what) => seen.push(what));
  const driver = liveDriver({
    reach,
    stopped: () => watch.why !== undefined,
    failed: (error) => watch.fail(error),
    interval: (target) => probesOf(settings, target).interval,
    patience: site.probing.patience,
    hosts: settings.hosts.map(({ name }) => name),
    vms: settings.vms.map(({ name }) => name),
    told: (command) => command.kind === "announce" && believe(command),
    probeFilter: probeFaults,
  });
  const planned = planOf(fault, scenario, index);
  const ended = new AbortController();
  let injectedAt: Instant | undefined;
  let wellSince: Instant | undefined;
  testimonies.listen((entry) => witnessed.push(entry));
  try {
    startLoop(threeRc, threeRc.begin(settings, begunAt), driver.connect, (turn) => {
      const recorded = entriesOf(turn);
      record(recorded);
      entries.push(...recorded);
    });
    const injecting = {
      begunAt,
      homes: Object.fromEntries(site.vms.map(({ name, home }) => [name, home])),
      reach,
      unhealedFaults,
      probeFaults,
      watch,
      over,
      ended: ended.signal,
      injected: (each: Fault, at: Instant) => {
        injections.push({ kind: "fault-begun", fault: each, at });
        if (each === fault) injectedAt = at;
      },
      undone: (each: Fault, at: Instant) => injections.push({ kind: "fault-ended", fault: each, at }),
    };
    await Promise.all([untilOver(), ...planned.map((each) => injectWhenDue(each, injecting))]);
  } finally {
    driver.close();
    truth.end();
    testimonies.listen(undefined);
  }
  // The same events must give the same commands; a Defect if they do not.
  if (watch.error === undefined) rebuild(threeRc, settings, begunAt, entries);
  const twice = testimonies.word.twice.slice(twiceBefore);
  return {
    fault,
    begunAt,
    entries,
    seen,
    injections,
    witnessed,
    injectedAt,
    endedAt: now(),
    violations: twice.map(() => "no-vm-runs-twice"),
  };

  function believe(step: Announcement): void {
    if (isVmTransition(step)) believed.vms.set(nameOf(step.subject), VM_FACTS[step.to]);
    if (isHostTransition(step)) believed.hosts.set(nameOf(step.subject), HOST_FACTS[step.to]);
  }

  async function untilOver(): Promise<void> {
    while (!over()) await pause(TICK);
    ended.abort();
  }

  function over(): boolean {
    if (ended.signal.aborted || watch.why !== undefined) return true;
    if (injectedAt === undefined) return false;
    const since = between(injectedAt, now());
    return since > campaign.timeout || givenUp() || stays(recovered()) || (since > quietAfter() && unharmed());
  }

  /** The controller has called a human, and none is there. */
  function givenUp(): boolean {
    return [...concerned].some((name) => believed.vms.get(name)?.category === "given-up");
  }

  function allWell(): boolean {
    return [...concerned].every((name) => truth.serves(name) && (believed.vms.get(name)?.trusted ?? true));
  }

  /** A guest may answer once more while it goes down: it has to stay well for a moment. */
  function stays(well: boolean): boolean {
    wellSince = well ? (wellSince ?? now()) : undefined;
    return wellSince !== undefined && between(wellSince, now()) > site.probing.patience + settings.probes.retry;
  }

  function recovered(): boolean {
    return (
      allWell() &&
      seen.some(
        ({ vm, told, answer }) =>
          concerned.has(vm) && injectedAt !== undefined && told >= injectedAt && answer !== "service",
      )
    );
  }

  /** Nothing was lost, and the controller has nothing more to do about it. */
  function unharmed(): boolean {
    return allWell() && settings.hosts.every(({ name }) => (believed.hosts.get(name)?.category ?? "well") === "well");
  }

  /** A fault that has hurt nobody by then will not. */
  function quietAfter(): Duration {
    const lateness = (each: Fault) => ("delay" in each ? (each.delay ?? 0) : 0);
    const lasting = Math.max(0, ...planned.map((each) => (each.lasts ?? 0) + lateness(each.fault)));
    const noticing = Math.max(
      ...[settings.probes, settings.hostProbes].map(({ interval, retry, fall }) => 2 * interval + (fall + 1) * retry),
    );
    return (lasting + noticing + site.probing.patience) as Duration;
  }
}
