// The VMs that are not expendable, probed during the whole campaign over separate connections. Nothing that is broken
// and healed meanwhile may interrupt their service.

import { now, pause } from "../../../base/platform/clock.ts";
import { between, seconds, type Duration, type Instant } from "../../../base/prelude/time.ts";
import { serviceAnswers } from "../../driver/answering.ts";
import type { Reach } from "../../driver/reach.ts";
import type { VmEntry } from "../../inventory/inventory.ts";

/** Longer than any accidental failure of probes. */
export const LOST_AFTER = seconds(15);
const BETWEEN_PROBES = seconds(1);

export class ProtectedVms {
  readonly #eyes: Reach;
  readonly #patience: Duration;
  readonly #abort = new AbortController();
  readonly #watched: readonly VmEntry[];
  /** Since when each does not serve; undefined while it does. Only VMs that were once seen to serve are in it. */
  readonly #since = new Map<string, Instant | undefined>();
  readonly #over: Promise<unknown>;

  /** `patience` is the timeout of one probe. */
  constructor(eyes: Reach, patience: Duration) {
    this.#eyes = eyes;
    this.#patience = patience;
    this.#watched = eyes.inventory.vms.filter(({ expendable }) => !expendable);
    this.#over = Promise.all(this.#watched.map((vm) => this.#watch(vm)));
  }

  /** The name of one that served before and has not for longer than `LOST_AFTER`. */
  get affected(): string | undefined {
    return [...this.#since].find(([, since]) => since !== undefined && between(since, now()) > LOST_AFTER)?.[0];
  }

  /** The name of one of these that has not been seen to serve yet: its loss would not be noticed. */
  unseenAmong(vms: readonly { readonly name: string }[]): string | undefined {
    return vms.find(({ name }) => this.#watched.some((vm) => vm.name === name) && !this.#since.has(name))?.name;
  }

  async end(): Promise<void> {
    this.#abort.abort();
    await this.#over;
  }

  async #watch(vm: VmEntry): Promise<void> {
    while (!this.#abort.signal.aborted) {
      const asked = now();
      if (await serviceAnswers(vm, this.#eyes, this.#patience)) this.#since.set(vm.name, undefined);
      else if (this.#since.has(vm.name)) this.#since.set(vm.name, this.#since.get(vm.name) ?? asked);
      await pause(BETWEEN_PROBES, this.#abort.signal);
    }
  }
}
