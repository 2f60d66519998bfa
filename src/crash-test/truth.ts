// The truth about services, as far as it can be seen from outside: an observer of its own, quicker than the controller's
// monitor and independent of it, looks at every VM and tells when its service goes and when it comes back. A change is
// dated by when the look that saw it was asked, for what is lost, and by when it was answered, for what came back.

import type { Answer } from "../controller/event.ts";
import { now, pause } from "../machine/clock.ts";
import { between, NO_TIME, seconds, type Duration, type Instant } from "../prelude/time.ts";
import { lookAtVm } from "../drivers/live/answering.ts";
import type { Reach } from "../drivers/live/reach.ts";

export type Seen = { readonly at: Instant; readonly vm: string; readonly answer: Answer };

/** Coarser than this, nothing is known of the instants of the truth. */
const BETWEEN_LOOKS = seconds(0.25);

const RANK: Record<Answer, number> = { nothing: 0, system: 1, service: 2 };

export class Truth {
  readonly #latest = new Map<string, { readonly answer: Answer; readonly since: Instant }>();
  readonly #abort = new AbortController();
  readonly #over: Promise<unknown>;

  constructor(reach: Reach, patience: Duration, seen: (what: Seen) => void) {
    this.#over = Promise.all(reach.inventory.vms.map(async (vm) => {
      while (!this.#abort.signal.aborted) {
        const asked = now();
        const answer = await lookAtVm(vm, reach.guest(vm.name), patience);
        if (this.#abort.signal.aborted) return;
        const before = this.#latest.get(vm.name)?.answer;
        if (answer !== before) {
          const at = RANK[answer] < RANK[before ?? "nothing"] ? asked : now();
          this.#latest.set(vm.name, { answer, since: at });
          seen({ at, vm: vm.name, answer });
        }
        await pause(BETWEEN_LOOKS, this.#abort.signal);
      }
    }));
  }

  serves(vm: string): boolean {
    return this.#latest.get(vm)?.answer === "service";
  }

  /** How long its service has not answered; 0 while it does, or while it was never asked. */
  silentFor(vm: string): Duration {
    const latest = this.#latest.get(vm);
    return latest === undefined || latest.answer === "service" ? NO_TIME : between(latest.since, now());
  }

  async end(): Promise<void> {
    this.#abort.abort();
    await this.#over;
  }
}
