// Chooses the fault of a trial, its target and its instant: drawn from the trial's own streams, so that trial 17 has
// the same fault whatever else runs, in the simulation and on real machines.

import { streamsOf } from "../../base/random/random-stream.ts";
import type { Instant } from "../../base/prelude/time.ts";
import type { CrashCampaign, Scenario } from "./scenario.ts";
import type { Fault } from "../cluster/fault.ts";

/**
 * The fault of trial `index`, at an instant in the second probe interval of the monitor (the longer of those of VMs and
 * of hosts).
 */
export function chooseFault(scenario: Scenario, { inject, order }: CrashCampaign, index: number): Fault {
  const chance = streamsOf(scenario.seed, index).of("trial");
  let rest = chance.next() * inject.reduce((sum, { weight }) => sum + weight, 0);
  const atRandom = inject.find(({ weight }) => (rest -= weight) < 0) ?? inject[inject.length - 1];
  const chosen = order === "round-robin" ? inject[index % inject.length] : atRandom;
  const on = chosen.on.length === 0 ? [] : [chosen.on[Math.floor(chance.next() * chosen.on.length)]];
  const { probes, hostProbes } = scenario.settings;
  const at = Math.floor(Math.max(probes.interval, hostProbes.interval) * (1 + chance.next())) as Instant;
  const { weight: _weight, ...fault } = chosen;
  // Not by spreading: V8 of Node 20 takes twenty times as long for properties that follow a spread.
  return Object.assign(fault, { on, together: false, lastsEach: false, when: { kind: "at" as const, at } });
}
