// What is on the monitor's own ears while a trial lasts: it does not hear a target, or hears it late. No machine is
// touched.

import { nameOf, type Answer, type Target } from "../../../core/controller/contract/event.ts";
import { formatDuration, NO_TIME, type Duration } from "../../../base/prelude/time.ts";

/** How a target is heard: as it answers, not at all, or this much late. */
export type Hearing = "well" | "deaf" | Duration;

/** Takes orders about what is heard. */
export type HearingControl = {
  /** From now on the target of this name is heard so. */
  set(name: string, hearing: Hearing): void;
};

export class Ears implements HearingControl {
  readonly #hearing = new Map<string, Hearing>();

  set(name: string, hearing: Hearing): void {
    this.#hearing.set(name, hearing);
  }

  hears(target: Target, answer: Answer): Answer {
    return this.#of(target) === "deaf" ? "nothing" : answer;
  }

  late(target: Target): Duration {
    const hearing = this.#of(target);
    return typeof hearing === "number" ? hearing : NO_TIME;
  }

  #of(target: Target): Hearing {
    return this.#hearing.get(nameOf(target)) ?? "well";
  }
}

/** How a target is heard, as people read it. */
export function hearingWords(target: string, hearing: Hearing): string {
  if (hearing === "well") return `the monitor hears ${target} again`;
  return hearing === "deaf"
    ? `the monitor no longer hears ${target}`
    : `the monitor hears ${target} ${formatDuration(hearing)} late`;
}
