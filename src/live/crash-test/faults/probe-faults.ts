// Faults of the monitor itself during a trial: answers of a target do not arrive, or arrive late. No machine is
// touched.

import { nameOf, type Answer, type Target } from "../../../core/controller/contract/event.ts";
import { formatDuration, NO_TIME, type Duration } from "../../../base/prelude/time.ts";

/** How answers of a target arrive: as they are, not at all, or late by this duration. */
export type ProbeFault = "well" | "lost" | Duration;

/** Sets how answers arrive. */
export type ProbeFaultControl = {
  /** Applies to the target of this name from now on. */
  set(name: string, probeFault: ProbeFault): void;
};

export class ProbeFaults implements ProbeFaultControl {
  readonly #faults = new Map<string, ProbeFault>();

  set(name: string, probeFault: ProbeFault): void {
    this.#faults.set(name, probeFault);
  }

  answer(target: Target, answer: Answer): Answer {
    return this.#of(target) === "lost" ? "nothing" : answer;
  }

  late(target: Target): Duration {
    const probeFault = this.#of(target);
    return typeof probeFault === "number" ? probeFault : NO_TIME;
  }

  #of(target: Target): ProbeFault {
    return this.#faults.get(nameOf(target)) ?? "well";
  }
}

/** How answers of a target arrive, as text for people. */
export function probeFaultText(target: string, probeFault: ProbeFault): string {
  if (probeFault === "well") return `probes of ${target} are answered again`;
  return probeFault === "lost"
    ? `probes of ${target} get no answer`
    : `answers to probes of ${target} arrive ${formatDuration(probeFault)} late`;
}
