// What is on the monitor's own ears while a trial lasts: it does not hear a target, or hears it late. No machine is
// touched.

import { nameOf, type Answer, type Target } from "../../../core/controller/contract/event.ts";
import { NO_TIME, type Duration } from "../../../base/prelude/time.ts";

/** How a target is heard: as it answers, not at all, or this much late. */
export type Hearing = "well" | "deaf" | Duration;

export class Ears {
  readonly #hearing = new Map<string, Hearing>();

  /** From now on the target of this name is heard so. */
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
