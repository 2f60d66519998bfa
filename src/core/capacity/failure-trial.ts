// What the controller does after a failure, by its own rules: it is given its first beliefs, in which the failed hosts
// are proven dead at one instant, and places their VMs one after the other in the order of its queue. Slots, time-outs
// and storms only delay that.

import { START } from "../../base/prelude/time.ts";
import {
  beginBeliefs,
  promise,
  withdraw,
  type HostBelief,
  type State,
  type VmBelief,
} from "../controller/three-rc/beliefs.ts";
import type { HostName } from "../controller/contract/event.ts";
import { mayLeave } from "./may-leave.ts";
import { place } from "../controller/three-rc/placement.ts";
import type { Settings } from "../controller/contract/settings.ts";

/** What is left after a failure; the state is valid only during the call that gets it. */
export type Aftermath = {
  readonly state: State;
  readonly moved: readonly VmBelief[];
  readonly down: readonly VmBelief[];
};

/** One state serves all failures of a site: each is undone when it has been judged. */
export class FailureTrial {
  readonly #state: State;
  readonly #queue: readonly VmBelief[];

  constructor(settings: Settings) {
    this.#state = beginBeliefs(settings, START);
    this.#queue = settings.vms
      .map(({ name }) => this.#state.vms[name])
      .sort((a, b) => b.settings.priority - a.settings.priority || (a.name < b.name ? -1 : 1));
  }

  /** Lets these hosts fail, and returns what `judge` says of the end. */
  after<T>(failed: readonly HostName[], judge: (end: Aftermath) => T): T {
    const state = this.#state;
    const before = new Map<HostBelief, readonly [cpu: number, memory: number]>();
    for (const name of failed) state.hosts[name].state = "fenced";
    const moved = this.#queue.filter((vm) => state.hosts[vm.settings.home].state === "fenced");
    for (const vm of moved) vm.places.length = 0;
    const down = placeAll(state, moved, before);
    const judged = judge({ state, moved, down });
    for (const vm of moved) {
      if (vm.places.length > 0) withdraw(state.hosts[vm.host], vm);
      vm.host = vm.settings.home;
      vm.places.splice(0, vm.places.length, vm.host);
    }
    for (const [host, [cpu, memory]] of before) [host.freeCpu, host.freeMemory] = [cpu, memory];
    for (const name of failed) state.hosts[name].state = "up";
    return judged;
  }
}

/** Places what can be placed, and returns the rest. Tries again as long as that helps: a mate may have got a host. */
function placeAll(
  state: State,
  moved: readonly VmBelief[],
  before: Map<HostBelief, readonly [cpu: number, memory: number]>,
): readonly VmBelief[] {
  let waiting = moved;
  for (;;) {
    const still = waiting.filter((vm) => {
      const host = mayLeave(state.settings, vm.settings) ? place(state, vm, undefined) : undefined;
      if (host === undefined) return true;
      if (!before.has(host)) before.set(host, [host.freeCpu, host.freeMemory]);
      promise(host, vm);
      vm.host = host.name;
      vm.places.push(host.name);
      return false;
    });
    if (still.length === waiting.length || state.settings.together.length === 0) return still;
    waiting = still;
  }
}
