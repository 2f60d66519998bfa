// The faults of a trial: which is injected when, and for how long. Nothing is injected after the trial has ended; a
// fault that is not undone here stays in the ledger of faults not yet healed.

import { now, pause } from "../../../base/platform/clock.ts";
import { check } from "../../../base/prelude/check.ts";
import { streamsOf } from "../../../base/random/random-stream.ts";
import { sample } from "../../../base/random/sample.ts";
import { between, later, seconds, START, type Duration, type Instant } from "../../../base/prelude/time.ts";
import type { Scenario } from "../../../core/scenario/scenario.ts";
import { streamNames } from "../../../core/cluster/fault-streams.ts";
import { faultItself, targetsOf, type Fault } from "../../../core/cluster/fault.ts";
import type { Reach } from "../../driver/reach.ts";
import { inject, undo } from "../faults/carry-out.ts";
import type { ProbeFaults } from "../faults/probe-faults.ts";
import type { Watch } from "../observers/watch.ts";
import type { UnhealedFaults } from "../healing/unhealed-faults.ts";

/** When a fault is injected, from the beginning of the trial, and for how long it lasts. */
export type PlannedInjection = { readonly fault: Fault; readonly at: Instant; readonly lasts: Duration | undefined };

export type Injecting = {
  readonly begunAt: Instant;
  /** Where each VM belongs. */
  readonly homes: Readonly<Record<string, string>>;
  readonly reach: Reach;
  readonly unhealedFaults: UnhealedFaults;
  readonly probeFaults: ProbeFaults;
  readonly watch: Watch;
  /** Whether the trial is over, and a signal that ends all waiting when it is. */
  readonly over: () => boolean;
  readonly ended: AbortSignal;
  /** Called when a fault is about to be injected. */
  readonly injected: (fault: Fault, at: Instant) => void;
  /** Called when a fault has been undone after its time. */
  readonly undone: (fault: Fault, at: Instant) => void;
};

const TICK = seconds(0.1);

/**
 * The scenario's own faults and that of the trial. A fault whose targets have a duration each is injected into them
 * separately, at one instant: only those of a common cause share one, unless it says otherwise. The durations are those
 * of the same trial in the simulation.
 */
export function planOf(fault: Fault, scenario: Scenario, index: number): readonly PlannedInjection[] {
  const streams = streamsOf(scenario.seed, index);
  const nameOf = streamNames();
  return [...scenario.faults, fault].flatMap((each): readonly PlannedInjection[] => {
    const { when, lasts, on, together, lastsEach } = each;
    check(when.kind === "at", "live faults are scripted");
    const { at } = when;
    if (lasts === undefined) return [{ fault: each, at, lasts }];
    const injection = (into: readonly string[], stream: string) => ({
      // A trial knows its fault by identity.
      fault: into.length === on.length ? each : { ...each, on: into },
      at,
      lasts: sample(lasts, streams.of(stream)),
    });
    const targets = targetsOf(each, scenario.site);
    if (!together || on.length === 0)
      return targets.map((target, i) => injection(on.slice(i, i + 1), `${nameOf(each, target)}/lasts`));
    const common = nameOf(each, "together");
    return lastsEach
      ? targets.map((target, i) => injection([on[i]], `${common}/lasts/${target}`))
      : [injection(on, `${common}/lasts`)];
  });
}

/**
 * Injects the fault at its instant and undoes it when its time or the trial is over. An exception ends the campaign.
 */
export async function injectWhenDue({ fault, at, lasts }: PlannedInjection, injecting: Injecting): Promise<void> {
  const { begunAt, homes, reach, unhealedFaults, probeFaults, watch, over, ended, injected, undone } = injecting;
  try {
    await pause(between(now(), later(begunAt, between(START, at))), ended);
    if (over()) return;
    const instant = now();
    const recorded = (fault.on.length === 0 ? [""] : fault.on).map((on) =>
      unhealedFaults.inject({ ...faultItself(fault), on, homes }),
    );
    injected(fault, instant);
    for (const unhealedFault of recorded) {
      if (watch.why !== undefined) return;
      watch.raise(await inject(unhealedFault, reach, probeFaults));
    }
    if (lasts === undefined) return;
    for (const end = later(instant, lasts); now() < end && !over();) await pause(TICK, ended);
    let whole = true;
    for (const unhealedFault of recorded) {
      if ((await undo(unhealedFault, reach, probeFaults)) === undefined) unhealedFaults.undone(unhealedFault);
      else whole = false;
    }
    if (whole) undone(fault, now());
  } catch (error) {
    watch.fail(error);
  }
}
