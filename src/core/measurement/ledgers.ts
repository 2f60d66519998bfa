// The ledgers of all VMs, kept from the announcements of the controller and from the true stages of guests. Only open
// ledgers follow the states of their hosts, so a site without faults costs nothing.

import { ACTIONS, type VmActionKind } from "../cluster/actions.ts";
import { isAction, type Action, type Command } from "../controller/contract/command.ts";
import { FIRST_HOST_STATE, type HostState } from "../controller/state-machines/host-states.ts";
import { FIRST_VM_STATE, VM_FACTS, type VmState } from "../controller/state-machines/vm-states.ts";
import { isHostTransition, isVmTransition, type Announcement } from "../controller/contract/announcement.ts";
import { nameOf } from "../controller/contract/event.ts";
import type { Instant } from "../../base/prelude/time.ts";
import { Ledger } from "./ledger.ts";
import type { SiteSpec } from "../cluster/site.ts";
import type { Stage } from "../cluster/guest.ts";

/** What the controller believes and the world knows of one VM. */
export type Followed = {
  readonly name: string;
  readonly ledger: Ledger;
  state: VmState;
  host: string;
  bound: string | null;
};

export class Ledgers {
  readonly vms: readonly Followed[];
  readonly #byName: Map<string, Followed>;
  readonly #byTarget: Map<string, Followed>;
  readonly #hostStates = new Map<string, HostState>();
  readonly #open = new Set<Followed>();

  constructor(site: SiteSpec) {
    this.vms = site.vms.map(({ name, home }) => ({
      name,
      ledger: new Ledger(),
      state: FIRST_VM_STATE,
      host: home,
      bound: null,
    }));
    this.#byName = new Map(this.vms.map((vm) => [vm.name, vm]));
    this.#byTarget = new Map(this.vms.map((vm) => [`vm/${vm.name}`, vm]));
  }

  open(vm: Followed, at: Instant): void {
    this.#open.add(vm);
    vm.ledger.hostAnnounced(at, this.#hostStates.get(vm.host) ?? FIRST_HOST_STATE);
    vm.ledger.open(at);
  }

  close(vm: Followed, at: Instant): Ledger {
    this.#open.delete(vm);
    vm.ledger.close(at);
    return vm.ledger;
  }

  /** A command was given. Returns the VM whose transition it announces, if it announces one. */
  commanded(command: Command, at: Instant): Followed | undefined {
    if (command.kind === "announce") return this.#announced(command, at);
    if (isAction(command) && "vm" in command) this.#ordered(command, at);
    return undefined;
  }

  /**
   * The guest of VM number `index` is now in this stage ("off": it runs nowhere), or its service was lost or is back.
   */
  became(index: number, at: Instant, stage: Stage | "off", serving: boolean): void {
    this.vms[index].ledger.became(at, stage, serving);
  }

  #ordered(action: Action<VmActionKind>, at: Instant): void {
    if (ACTIONS[action.kind].brings === "host") this.#moved(action.vm, action.host, at);
    const vm = this.#byName.get(action.vm);
    if ("to" in action && vm !== undefined) vm.bound = action.to;
  }

  #announced(step: Announcement, at: Instant): Followed | undefined {
    if (isHostTransition(step)) {
      const host = nameOf(step.subject);
      this.#hostStates.set(host, step.to);
      for (const vm of this.#open) if (vm.host === host) vm.ledger.hostAnnounced(at, step.to);
    }
    if (!isVmTransition(step)) return undefined;
    const vm = this.#byTarget.get(step.subject);
    if (vm === undefined) return undefined;
    const arrived = VM_FACTS[vm.state].category === "moving" && VM_FACTS[step.to].category === "well";
    if (arrived && vm.bound !== null) this.#moved(vm.name, vm.bound, at);
    vm.state = step.to;
    vm.ledger.announced(at, vm.state, step.on);
    return vm;
  }

  #moved(name: string, host: string, at: Instant): void {
    const vm = this.#byName.get(name);
    if (vm === undefined) return;
    vm.host = host;
    vm.bound = null;
    if (this.#open.has(vm)) vm.ledger.hostAnnounced(at, this.#hostStates.get(host) ?? FIRST_HOST_STATE);
  }
}
