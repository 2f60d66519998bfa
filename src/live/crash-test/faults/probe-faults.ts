// What is on the monitor's own ears while a trial lasts: it does not hear a target, or hears it late. No machine is
// touched.

import { nameOf, type Answer, type Target } from "../../../core/controller/contract/event.ts";
import { formatDuration, NO_TIME, type Duration } from "../../../base/prelude/time.ts";

/** How a target is heard: as it answers, not at all, or this much late. */
export type ProbeFault = "well" | "deaf" | Duration;

/** Takes orders about what is heard. */
export type ProbeFaultControl = {
  /** From now on the target of this name is heard so. */
  set(name: string, probeFault: ProbeFault): void;
};

export class ProbeFaults implements ProbeFaultControl {
  readonly #faults = new Map<string, ProbeFault>();

  set(name: string, probeFault: ProbeFault): void {
    this.#faults.set(name, probeFault);
  }

  answer(target: Target, answer: Answer): Answer {
    return this.#of(target) === "deaf" ? "nothing" : answer;
  }

  late(target: Target): Duration {
    const probeFault = this.#of(target);
    return typeof probeFault === "number" ? probeFault : NO_TIME;
  }

  #of(target: Target): ProbeFault {
    return this.#faults.get(nameOf(target)) ?? "well";
  }
}

/** How a target is heard, as people read it. */
export function probeFaultText(target: string, probeFault: ProbeFault): string {
  if (probeFault === "well") return `the monitor hears ${target} again`;
  return probeFault === "deaf"
    ? `the monitor no longer hears ${target}`
    : `the monitor hears ${target} ${formatDuration(probeFault)} late`;
}
