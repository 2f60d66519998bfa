// What a driver may do. Whatever the inventory does not allow is refused before anything is started, and when the stop
// switch is thrown nothing is: not even what is allowed.

import type { Command } from "../../controller/command.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { between, HOUR, type Instant } from "../../prelude/time.ts";

/** Commands that act on something, or look at it. */
export type Action = Extract<Command, { host: string }>;

export class Permit {
  readonly #inventory: Inventory;
  readonly #stopped: () => boolean;
  #fences: Instant[] = [];

  constructor(inventory: Inventory, stopped: () => boolean) {
    this.#inventory = inventory;
    this.#stopped = stopped;
  }

  /** Why this must not be done; undefined if it may. Counts the fences that it lets pass. */
  refuses(action: Action, at: Instant): string | undefined {
    const { allow, limits } = this.#inventory;
    if (this.#stopped()) return "everything is stopped";
    if (action.kind === "inspect-host") return undefined;
    if ("vm" in action) return allow.vms.has(action.vm) ? undefined : `the inventory does not allow ${action.vm} to be touched`;
    if (!allow.hosts.has(action.host)) return `the inventory does not allow ${action.host} to be touched`;
    if (action.kind !== "fence-host") return undefined;
    this.#fences = this.#fences.filter((fence) => between(fence, at) < HOUR);
    if (this.#fences.length >= limits.fencesPerHour) return `${this.#fences.length} hosts were fenced within the hour, and the inventory allows no more`;
    this.#fences.push(at);
    return undefined;
  }
}
