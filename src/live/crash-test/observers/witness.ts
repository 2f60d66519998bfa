// The witness: independently of the controller and its driver, it asks every hypervisor in turn which domains run
// there, over separate connections. From these answers it checks the most important invariant: no VM runs twice.

import { nameOf } from "../../../core/controller/contract/event.ts";
import { now, pause } from "../../../base/platform/clock.ts";
import { between, seconds, type Duration, type Instant } from "../../../base/prelude/time.ts";
import { namesIn } from "../../driver/hypervisor/libvirt.ts";
import type { HostReach, Reach } from "../../driver/reach.ts";
import type { WitnessEntry } from "../../../core/journal/entry.ts";
import type { Testimonies, Testimony } from "./testimony.ts";

const BETWEEN_ROUNDS = seconds(2);
const PATIENCE = seconds(5);

export class Witness {
  readonly #eyes: Reach;
  readonly #testimonies: Testimonies;
  readonly #failed: (error: unknown) => void;
  readonly #abort = new AbortController();
  readonly #latest = new Map<string, Testimony>();
  readonly #answeredAt: Map<string, Instant>;
  readonly #over: Promise<void>;

  /** `eyes` must not be shared with code that acts; `failed` is called when an answer could not be recorded. */
  constructor(eyes: Reach, testimonies: Testimonies, failed: (error: unknown) => void) {
    this.#eyes = eyes;
    this.#testimonies = testimonies;
    this.#failed = failed;
    this.#answeredAt = new Map([...eyes.hosts.keys()].map((name) => [name, now()]));
    this.#over = this.#watch();
  }

  /** Where the VM was last seen to run. */
  hostsOf(vm: string): readonly string[] {
    return [...this.#latest.values()]
      .filter(({ running }) => running?.includes(vm) === true)
      .map(({ subject }) => nameOf(subject));
  }

  /** For how long the hypervisor has not answered. */
  silentFor(host: string): Duration {
    return between(this.#answeredAt.get(host) ?? now(), now());
  }

  /** Asks all hypervisors now; false if not all of them answered. */
  async round(): Promise<boolean> {
    const said = await Promise.all([...this.#eyes.hosts.values()].map((host) => this.#ask(host)));
    for (const { name } of this.#eyes.inventory.vms) {
      const on = said.filter(({ running }) => running?.includes(name) === true);
      if (on.length > 1) await this.#confirm(name, nameOf(on[0].subject), nameOf(on[1].subject));
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
   * The answers of one round are of different instants, and the VM may have moved in between. If it is seen on one
   * host, on the other, and then on each of them again, it ran on both at once.
   */
  async #confirm(vm: string, one: string, other: string): Promise<void> {
    for (const host of [one, other, one, other]) {
      const said = await this.#ask(this.#eyes.host(host));
      if (said.running?.includes(vm) !== true) return;
    }
    this.#keep({ kind: "seen-twice", at: now(), subject: `vm/${vm}`, hosts: [one, other] });
  }

  async #ask({ entry, ssh }: HostReach): Promise<Testimony> {
    const { kind, finished } = await ssh.run(
      ["virsh", "-q", "-c", entry.libvirt, "list", "--name", "--state-running"],
      { timeout: PATIENCE, signal: this.#abort.signal },
    );
    const domains = kind === "ran" && finished.code === 0 ? new Set(namesIn(finished.stdout)) : null;
    const testimony: Testimony = {
      kind: "witnessed",
      at: now(),
      subject: `host/${entry.name}`,
      running:
        domains === null
          ? null
          : this.#eyes.inventory.vms.filter(({ domain }) => domains.has(domain)).map(({ name }) => name),
    };
    if (domains !== null) this.#answeredAt.set(entry.name, testimony.at);
    this.#latest.set(entry.name, testimony);
    this.#keep(testimony); // at once: rounds overlap, and a journal is in the order of its instants
    return testimony;
  }

  /** A query that was cut off by `end` does not count as silence. */
  #keep(entry: WitnessEntry): void {
    if (this.#abort.signal.aborted) return;
    try {
      this.#testimonies.add(entry);
    } catch (error) {
      this.#failed(error);
    }
  }
}
