// Trials and tallies of which a test states only what matters.

import { YEAR, toSeconds } from "../../../src/base/prelude/time.ts";
import type { Phase, Trial } from "../../../src/core/measurement/trial.ts";
import { PHASES } from "../../../src/core/measurement/trial.ts";
import type { Tally, UnitTally } from "../../../src/core/measurement/tally.ts";

export const HEAD = { version: "0.1.0", scenario: { name: "test", hash: "0123456789abcdef" }, seed: "1" };
export const ONE_YEAR = toSeconds(YEAR);

/** A recovery by reboot. Its time is all `action`, unless `phases` divides it. */
export function trial(
  index: number,
  recoverySeconds: number,
  more: Partial<Trial> = {},
  phases: Partial<Record<Phase, number>> = { action: recoverySeconds },
): Trial {
  return {
    index,
    fault: "guest-kernel-crash",
    target: "vm1",
    vm: "vm1",
    outcome: "recovered-by-reboot",
    recoverySeconds,
    downtimeSeconds: recoverySeconds,
    phaseSeconds: PHASES.map((phase) => phases[phase] ?? 0),
    attempts: 1,
    violations: [],
    error: "",
    ...more,
  };
}

/** Outages that all began and ended in one counted year. */
export function down(seconds: number, outages: number): UnitTally {
  return {
    downSeconds: seconds,
    outages,
    inherited: 0,
    ended: outages,
    endedSeconds: seconds,
    yearSeconds: seconds > 0 ? [seconds] : [],
  };
}

/** One counted year of two VMs in one group, without an outage. */
export function tally(more: Partial<Tally> = {}): Tally {
  const well = down(0, 0);
  return {
    seconds: ONE_YEAR,
    site: well,
    groups: [well],
    vms: [well, well],
    recoverySeconds: [],
    detectSeconds: [],
    downSecondsByCause: {},
    downSecondsByPhase: {},
    incidents: 0,
    violations: {},
    ...more,
  };
}
