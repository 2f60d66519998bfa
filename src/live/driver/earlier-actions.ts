// Actions on VMs whose end is not known: their process here was ended, or the connection broke. What a hypervisor has
// begun goes on there without us: a migration that is under way at its source would arrive after a stop at its
// destination was done. So before a later action on the VM begins, the end of the earlier one is awaited where that
// works, and a migration is aborted there. Each has a timeout of its own on its host, and is over by then in any case.

import { actionText, type Action } from "../../core/controller/contract/command.ts";
import type { HostName, Outcome, VmName } from "../../core/controller/contract/event.ts";
import { later, type Duration, type Instant } from "../../base/prelude/time.ts";
import { LATEST_END } from "./hypervisor/virsh-commands.ts";
import type { Reach } from "./reach.ts";

type VmAction = Extract<Action, { readonly vm: VmName }>;
/** `over`: by then its own timeouts have ended it. */
type Loose = { readonly action: VmAction; readonly over: Instant };

export class EarlierActions {
  readonly #reach: Reach;
  #loose: readonly Loose[] = [];

  constructor(reach: Reach) {
    this.#reach = reach;
  }

  /** It may be at work on its host from now on. */
  begins(action: Action): void {
    if (!("vm" in action)) return;
    const { effects, inventory } = this.#reach;
    const over = later(effects.clock.now(), (inventory.limits.actionTimeout + LATEST_END) as Duration);
    this.#loose = [...this.#loose, { action, over }];
  }

  /** It has had this outcome. One that is lost, or none, does not show that it is over. */
  ended(action: Action, outcome: Outcome | undefined): void {
    if (outcome === undefined || outcome.kind === "lost") return;
    this.#forget((loose) => loose.id === action.id);
    if (outcome.kind !== "done") return;
    if (action.kind === "fence-host") this.#forget((loose) => loose.host === action.host);
    // It took the lock of the domain after all others there.
    if ("vm" in action) this.#forget((loose) => loose.vm === action.vm && loose.host === action.host);
  }

  /**
   * Ends what is under way for the VM of this action, on whichever host. Returns what may still come through, as text
   * for people: its host does not say.
   */
  async settle(action: Action, signal: AbortSignal): Promise<string | undefined> {
    if (!("vm" in action)) return undefined;
    const { effects } = this.#reach;
    this.#loose = this.#loose.filter(({ over }) => over > effects.clock.now());
    for (const { action: earlier } of this.#loose.filter((loose) => loose.action.vm === action.vm)) {
      const migrates = earlier.kind === "migrate-vm";
      // On one host both take the lock of the domain, one after the other.
      if (!migrates && earlier.host === action.host) continue;
      if (await this.#settled(earlier.vm, earlier.host, migrates, signal))
        this.#forget((loose) => loose.vm === earlier.vm && loose.host === earlier.host);
    }
    const left = this.#loose.find((loose) => loose.action.vm === action.vm && loose.action.host !== action.host);
    return left && `${actionText(left.action)} may still come through, and ${left.action.host} does not say`;
  }

  async #settled(vm: VmName, host: HostName, abort: boolean, signal: AbortSignal): Promise<boolean> {
    const { libvirt } = this.#reach.host(host);
    return (await libvirt.settled(this.#reach.vm(vm), abort, signal)).kind === "yes";
  }

  #forget(which: (action: VmAction) => boolean): void {
    this.#loose = this.#loose.filter(({ action }) => !which(action));
  }
}
