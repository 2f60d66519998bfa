// What a journal has said so far about the truth of each VM: whether its service answers, and where copies of it run.

import { nameOf, type HostName, type VmName } from "../controller/contract/event.ts";
import type { Entry } from "../journal/entry.ts";

type VmTruth = { serving: boolean; copies: number; readonly on: Map<HostName, number> };

export class VmTruths {
  readonly #vms = new Map<VmName, VmTruth>();

  /** Takes the entries of a journal, in their order. */
  take(entry: Entry): void {
    switch (entry.kind) {
      case "domain-started":
        return this.#count(this.of(nameOf(entry.subject)), entry.host, 1);
      case "domain-ended":
        return this.#count(this.of(nameOf(entry.subject)), entry.host, -1);
      case "migration-arrived": {
        const vm = this.of(nameOf(entry.subject));
        this.#count(vm, entry.from, -1);
        return this.#count(vm, entry.host, 1);
      }
      case "service-lost":
        this.of(nameOf(entry.subject)).serving = false;
        return;
      case "service-back":
        this.of(nameOf(entry.subject)).serving = true;
        return;
      case "head":
      case "event":
      case "command":
      case "stage-entered":
      case "host-off":
      case "host-on":
      case "layer-down":
      case "layer-up":
      case "answer-changed":
      case "fault-begun":
      case "fault-ended":
      case "changed-by-hand":
      case "controller-down":
      case "invariant-violated":
      case "witnessed":
      case "seen-twice":
      case "snapshot":
      case "end":
        return;
    }
  }

  /** A simulated site begins healthy: until the journal says otherwise, a VM serves. */
  of(vm: VmName): VmTruth {
    const known = this.#vms.get(vm);
    if (known !== undefined) return known;
    const truth = { serving: true, copies: 0, on: new Map<HostName, number>() };
    this.#vms.set(vm, truth);
    return truth;
  }

  #count(vm: VmTruth, host: HostName, by: 1 | -1): void {
    const copies = (vm.on.get(host) ?? 0) + by;
    if (copies > 0) vm.on.set(host, copies);
    else vm.on.delete(host);
    vm.copies += by;
  }
}
