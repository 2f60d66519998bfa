// The witness: independent of the controller and of its driver, it asks every hypervisor again and again which domains
// run there. It judges the one law that matters most, that no VM runs twice, from what the hypervisors themselves say.

import { now, pause } from "../machine/clock.ts";
import { seconds, type Instant } from "../prelude/time.ts";
import { namesIn } from "../drivers/live/libvirt.ts";
import type { HostReach, Reach } from "../drivers/live/reach.ts";

/** What one hypervisor said at an instant: the VMs that run there, or null when it did not answer. */
export type Testimony = { readonly at: Instant; readonly host: string; readonly running: readonly string[] | null };
/** A VM that was seen running on two hosts at the same time. */
export type Twice = { readonly at: Instant; readonly vm: string; readonly hosts: readonly [string, string] };

const BETWEEN_ROUNDS = seconds(2);
const PATIENCE = seconds(5);

export class Witness {
  readonly #reach: Reach;
  readonly #abort = new AbortController();
  readonly #latest = new Map<string, Testimony>();
  readonly twice: Twice[] = [];
  /** Hypervisors asked, and those that answered. */
  asked = 0;
  answered = 0;
  readonly #over: Promise<void>;

  constructor(reach: Reach) {
    this.#reach = reach;
    this.#over = this.#watch();
  }

  /** Where the VM was last seen to run. */
  hostsOf(vm: string): readonly string[] {
    return [...this.#latest.values()].filter(({ running }) => running?.includes(vm) === true).map(({ host }) => host);
  }

  /** Asks all hypervisors now; false if not all of them answered. */
  async round(): Promise<boolean> {
    const said = await Promise.all([...this.#reach.hosts.values()].map((host) => this.#ask(host)));
    for (const { name } of this.#reach.inventory.vms) {
      const on = said.filter(({ running }) => running?.includes(name) === true);
      if (on.length > 1) await this.#confirm(name, on[0].host, on[1].host);
    }
    return said.every(({ running }) => running !== null);
  }

  async end(): Promise<void> {
    this.#abort.abort();
    await this.#over;
  }

  async #watch(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      await this.round();
      await pause(BETWEEN_ROUNDS, this.#abort.signal);
    }
  }

  /**
   * Two answers of one round are of two instants, and a VM may have moved between them. Seen on one, then the other,
   * then the first again, and then the other again, it was on both at once.
   */
  async #confirm(vm: string, one: string, other: string): Promise<void> {
    for (const host of [one, other, one, other]) {
      const { running } = await this.#ask(this.#reach.host(host));
      if (running?.includes(vm) !== true) return;
    }
    this.twice.push({ at: now(), vm, hosts: [one, other] });
  }

  async #ask({ entry, ssh }: HostReach): Promise<Testimony> {
    this.asked++;
    const { kind, finished } = await ssh.run(["virsh", "-q", "-c", entry.libvirt, "list", "--name", "--state-running"], { timeout: PATIENCE, signal: this.#abort.signal });
    const domains = kind === "ran" && finished.code === 0 ? new Set(namesIn(finished.stdout)) : null;
    if (domains !== null) this.answered++;
    const testimony: Testimony = {
      at: now(), host: entry.name,
      running: domains === null ? null : this.#reach.inventory.vms.filter(({ domain }) => domains.has(domain)).map(({ name }) => name),
    };
    this.#latest.set(entry.name, testimony);
    return testimony;
  }
}
