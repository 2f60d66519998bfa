// One crash test on real machines: everything is healthy, the fault is dealt, the controller recovers, and what was seen
// is kept. The controller is the one of the simulation, begun anew for each trial, in the same control loop.

import { startLoop } from "../control-loop/control-loop.ts";
import { rebuild } from "../control-loop/rebuild.ts";
import { threeRc } from "../controller/three-rc.ts";
import { liveDriver } from "../drivers/live/live-driver.ts";
import type { Reach } from "../drivers/live/reach.ts";
import { chooseFault } from "../experiment/choose-fault.ts";
import { now, pause } from "../machine/clock.ts";
import { check } from "../prelude/check.ts";
import { streamsOf } from "../prelude/random-stream.ts";
import { sample } from "../prelude/sample.ts";
import { between, later, seconds, START, type Duration, type Instant } from "../prelude/time.ts";
import type { Entry } from "../recorder/entry.ts";
import type { CrashCampaign, Scenario } from "../scenario/scenario.ts";
import type { Fault } from "../world/fault.ts";
import { deal, undo, type Ears } from "./carry-out.ts";
import type { Observed } from "./observed.ts";
import { Truth, type Seen } from "./truth.ts";
import { concernedBy } from "./victims.ts";
import type { Witness } from "./witness.ts";
import type { Wounds } from "./wounds.ts";

export type LiveTrial = {
  readonly scenario: Scenario;
  readonly campaign: CrashCampaign;
  readonly index: number;
  readonly reach: Reach;
  readonly wounds: Wounds;
  readonly witness: Witness;
  /** Whether everything is to stop. */
  readonly stopped: () => boolean;
  /** Writes an entry to the disk before the command in it is performed. */
  readonly record: (entry: Entry) => void;
};

/** `failure` is why the trial says nothing: its fault could not be dealt, or it was stopped. */
export type Ended = { readonly observed: Observed; readonly failure: string | undefined };

/** How often it is seen whether a trial has come to its end. */
const TICK = seconds(0.1);
/** Longer than any look that fails by accident. */
const BYSTANDERS_PATIENCE = seconds(15);

export async function runLiveTrial({ scenario, campaign, index, reach, wounds, witness, stopped, record }: LiveTrial): Promise<Ended> {
  const { settings, site } = scenario;
  const fault = chooseFault(scenario, campaign, index);
  const begunAt = now();
  const ears: Ears = new Set();
  const entries: Entry[] = [];
  const seen: Seen[] = [];
  const beliefs = new Map<string, string>();
  const concerned = concernedBy(fault, site);
  const homes = Object.fromEntries(site.vms.map(({ name, home }) => [name, home]));
  const twiceBefore = witness.twice.length;
  const truth = new Truth(reach, site.probing.patience, (what) => seen.push(what));
  const defects: unknown[] = [];
  const driver = liveDriver({
    reach, stopped, failed: (error) => defects.push(error), interval: settings.probes.interval, patience: site.probing.patience,
    hosts: settings.hosts.map(({ name }) => name), vms: settings.vms.map(({ name }) => name),
    told: (command) => command.kind === "announce" && beliefs.set(command.subject, command.to),
    hears: (target, answer) => (ears.has(target.slice(target.indexOf("/") + 1)) ? "nothing" : answer),
  });
  startLoop(threeRc, threeRc.begin(settings, begunAt), driver.connect, (entry) => {
    entries.push(entry);
    record(entry);
  });
  const strikes = planOf(fault, scenario, index);
  let struckAt: Instant | undefined;
  let wellSince: Instant | undefined;
  let failure: string | undefined;
  try {
    await Promise.all([untilOver(), ...strikes.map((each) => strike(each, (at) => {
      if (each.fault === fault) struckAt = at;
    }))]);
  } finally {
    driver.close();
    truth.end();
  }
  const twice = witness.twice.slice(twiceBefore);
  const observed: Observed = { fault, begunAt, entries, seen, struckAt, endedAt: now(), findings: twice.map(() => "no-vm-runs-twice") };
  rebuild(threeRc, settings, begunAt, entries); // the same events must give the same commands; a Defect if they do not
  return { observed, failure };

  /** Deals one fault at its instant, and undoes it when it has lasted its time or the trial is over. */
  async function strike({ fault: each, at, lasts }: Strike, dealt: (at: Instant) => void): Promise<void> {
    await pause(between(now(), later(begunAt, between(START, at))));
    if (over()) return;
    const instant = now();
    const struck = (each.on.length === 0 ? [""] : each.on).map((on) => wounds.deal({ kind: each.kind, on, guests: each.guests, by: each.by, homes }));
    dealt(instant);
    for (const wound of struck) failure ??= await deal(wound, reach, ears);
    if (lasts === undefined) return;
    for (const end = later(instant, lasts); now() < end && !over(); ) await pause(TICK);
    for (const wound of struck) if ((await undo(wound, reach, ears)) === undefined) wounds.undone(wound);
  }

  async function untilOver(): Promise<void> {
    while (!over()) await pause(TICK);
  }

  function over(): boolean {
    if (defects.length > 0) throw defects[0]; // it is healed before it is told
    if (stopped()) failure ??= "it was stopped";
    failure ??= bystanderHurt();
    if (failure !== undefined) return true;
    if (struckAt === undefined) return false;
    const since = between(struckAt, now());
    return since > campaign.timeout || givenUp() || stays(recovered()) || (since > quietAfter() && unharmed());
  }

  /** Whoever is no victim must not suffer: then it is better to stop. */
  function bystanderHurt(): string | undefined {
    const hurt = reach.inventory.vms.find(({ name, victim }) => !victim && truth.silentFor(name) > BYSTANDERS_PATIENCE);
    return hurt === undefined ? undefined : `${hurt.name}, which is no victim, has lost its service`;
  }

  /** The controller has called a human, and none is there. */
  function givenUp(): boolean {
    return [...concerned].some((name) => ["handed-over", "quarantined"].includes(beliefs.get(`vm/${name}`) ?? ""));
  }

  function allWell(): boolean {
    return [...concerned].every((name) => truth.serves(name) && ["up", "probation", undefined].includes(beliefs.get(`vm/${name}`)));
  }

  /** A guest may answer once more while it goes down: it has to stay well for a moment. */
  function stays(well: boolean): boolean {
    wellSince = well ? (wellSince ?? now()) : undefined;
    return wellSince !== undefined && between(wellSince, now()) > site.probing.patience + settings.probes.retry;
  }

  function recovered(): boolean {
    return allWell() && seen.some(({ vm, told, answer }) => concerned.has(vm) && struckAt !== undefined && told >= struckAt && answer !== "service");
  }

  /** Nothing was lost, and the controller has nothing more to do about it. */
  function unharmed(): boolean {
    return allWell() && settings.hosts.every(({ name }) => ["up", undefined].includes(beliefs.get(`host/${name}`)));
  }

  /** A fault that has hurt nobody by then will not. */
  function quietAfter(): Duration {
    const { interval, retry, fall } = settings.probes;
    const lasting = Math.max(0, ...strikes.map(({ lasts }) => lasts ?? 0));
    return (lasting + 2 * interval + (fall + 1) * retry + site.probing.patience) as Duration;
  }
}

/** What is dealt when, from the beginning of the trial. */
type Strike = { readonly fault: Fault; readonly at: Instant; readonly lasts: Duration | undefined };

function planOf(fault: Fault, scenario: Scenario, index: number): readonly Strike[] {
  const streams = streamsOf(scenario.seed, index);
  return [...scenario.faults, fault].map((each, number) => {
    check(each.when.kind === "at", "live faults are scripted");
    return { fault: each, at: each.when.at, lasts: each.lasts === undefined ? undefined : sample(each.lasts, streams.of(`live/fault/${number}/lasts`)) };
  });
}
