// What a driver may do. An action that the inventory does not allow is refused before anything is started. While the
// stop switch is thrown, every action is refused.

import { ACTIONS } from "../../core/cluster/actions.ts";
import type { Action } from "../../core/controller/contract/command.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { Instant } from "../../base/prelude/time.ts";
import type { Fences } from "./fencing/fence-record.ts";

export class Permit {
  readonly #inventory: Inventory;
  readonly #fences: Fences | undefined;
  readonly #stopped: () => boolean;

  /** Without a record of fences no host may be fenced. */
  constructor(inventory: Inventory, fences: Fences | undefined, stopped: () => boolean) {
    this.#inventory = inventory;
    this.#fences = fences;
    this.#stopped = stopped;
  }

  /** Why this action must not be performed; undefined if it may be. A permitted fence is counted. */
  refuses(action: Action, at: Instant): string | undefined {
    const { allow, limits } = this.#inventory;
    if (this.#stopped()) return "the stop switch is thrown";
    if (!ACTIONS[action.kind].changes) return undefined;
    const forbidden = touchedBy(action).find(({ name, kind }) => !allow[kind].has(name));
    if (forbidden !== undefined) return `the inventory does not allow ${forbidden.name} to be touched`;
    if (action.kind !== "fence-host") return undefined;
    return this.#fences === undefined
      ? "there is no record in which fences could be counted"
      : this.#fences.refuses(action.host, at, limits.fencesPerHour);
  }
}

/** The VM, the host of the action, and the destination of a migration. */
function touchedBy(action: Action): readonly { readonly kind: "hosts" | "vms"; readonly name: string }[] {
  return [
    ...("vm" in action ? [{ kind: "vms" as const, name: action.vm }] : []),
    { kind: "hosts", name: action.host },
    ...("to" in action ? [{ kind: "hosts" as const, name: action.to }] : []),
  ];
}
