// The trials of one side of a comparison, made comparable: both sides get the same timeout, and outcomes that one side
// cannot have are not counted for the other.

import type { Phase, Trial } from "../../core/measurement/trial.ts";
import { PHASES } from "../../core/measurement/trial.ts";
import type { Censored } from "./compare-samples.ts";
import { harmed, recovered } from "../statistics/summaries/summarise-recovery.ts";

export type Crash = Pick<Trial, "fault" | "outcome" | "recoverySeconds" | "phaseSeconds">;

type Terms = {
  /** Take only faults of this kind; null: all. */
  readonly fault: string | null;
  /** Longer recoveries are censored. */
  readonly withinSeconds: number;
  /** Whether a side has no crew: then calling a human ends a trial, and it is censored. */
  readonly withoutHuman: boolean;
};

type Crashes = { readonly all: readonly Crash[]; readonly errors: number };

/** A censored trial has the outcome `timed-out`. Errors are counted and left out. */
export function crashesOf(trials: Iterable<Trial>, { fault, withinSeconds, withoutHuman }: Terms): Crashes {
  const all: Crash[] = [];
  let errors = 0;
  for (const trial of trials) {
    if (fault !== null && trial.fault !== fault) continue;
    const censored =
      (harmed(trial) && !recovered(trial)) ||
      trial.recoverySeconds > withinSeconds ||
      (withoutHuman && secondsIn(trial, "human") > 0);
    if (trial.outcome === "error") errors++;
    else all.push(censored ? { ...trial, outcome: "timed-out" } : trial);
  }
  return { all, errors };
}

function secondsIn(crash: Pick<Crash, "phaseSeconds">, phase: Phase): number {
  return crash.phaseSeconds[PHASES.indexOf(phase)];
}

export function isCensored({ outcome }: Crash): boolean {
  return outcome === "timed-out";
}

/** Total times of trials in which a service was lost; censored ones are later than all others. */
export function recoverySample(crashes: readonly Crash[]): Censored {
  const done = crashes.filter(recovered);
  return {
    sorted: Float64Array.from(done, ({ recoverySeconds }) => recoverySeconds).sort(),
    later: crashes.filter(isCensored).length,
  };
}

/** Times in one phase, of recovered trials only, since the phases of other trials are incomplete. */
export function phaseSample(crashes: readonly Crash[], phase: Phase): Censored {
  const done = crashes.filter(recovered);
  return { sorted: Float64Array.from(done, (crash) => secondsIn(crash, phase)).sort(), later: 0 };
}

export type Half = "even" | "odd";

/**
 * Every second trial of each kind of fault, in the order of the trials: `even` has the first, third… of a kind. By
 * kind, so that both halves have the same faults, for any order of injection.
 */
export function halfOf(trials: Iterable<Trial>, half: Half | undefined): Trial[] {
  const seen = new Map<string, number>();
  return [...trials].filter(({ fault }) => {
    const number = seen.get(fault) ?? 0;
    seen.set(fault, number + 1);
    return half === undefined || number % 2 === (half === "even" ? 0 : 1);
  });
}
