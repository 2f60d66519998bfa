// What ends a campaign at once, watched from its first moment to its last: during trials, while a gate is closed and
// while something is healed. The first reason stands. Healing itself is not ended by it.

import { nameOf } from "../../../core/controller/contract/event.ts";
import { LOST_AFTER } from "./protected-vms.ts";
import type { ProtectedVms } from "./protected-vms.ts";
import type { Testimonies } from "./testimony.ts";
import type { Witness } from "./witness.ts";
import type { Fault } from "../../../core/cluster/fault.ts";
import type { SiteSpec } from "../../../core/cluster/site.ts";

export type Watched = {
  readonly hosts: readonly string[];
  readonly witness: Pick<Witness, "silentFor">;
  readonly testimonies: Pick<Testimonies, "word">;
  readonly protectedVms: Pick<ProtectedVms, "affected">;
  /** Whether the stop switch is thrown. */
  readonly switchThrown: () => boolean;
  readonly interrupted: () => boolean;
  /** Told once why everything is to end. */
  readonly ends: (why: string) => void;
};

/** Milliseconds. */
const BETWEEN_PROBES = 500;

export class Watch {
  readonly #watched: Watched;
  readonly #timer: NodeJS.Timeout;
  /** Doubles that an earlier run has seen, and ended with. */
  readonly #known: number;
  #why: string | undefined;
  #error: unknown;
  /** Hosts that may be silent now. */
  #concerned: ReadonlySet<string>;

  /** In the beginning nothing is known of any host: what an earlier run has left may be down. */
  constructor(watched: Watched) {
    this.#watched = watched;
    this.#known = watched.testimonies.word.twice.length;
    this.#concerned = new Set(watched.hosts);
    this.#timer = setInterval(() => this.why, BETWEEN_PROBES);
  }

  /** Why everything is to end; undefined while nothing is wrong. */
  get why(): string | undefined {
    if (this.#why === undefined) this.raise(this.#reason());
    return this.#why;
  }

  /** What was thrown, where that is why. */
  get error(): unknown {
    return this.#error;
  }

  /** Ends everything for this reason, if there is one. */
  raise(why: string | undefined): void {
    if (why === undefined || this.#why !== undefined) return;
    this.#why = why;
    this.#watched.ends(why);
  }

  /** Ends everything because of something that was thrown. */
  fail(error: unknown): void {
    this.#error ??= error;
    this.raise(error instanceof Error ? error.message : String(error));
  }

  /** From now on only these hosts may be silent. */
  concern(hosts: ReadonlySet<string>): void {
    this.#concerned = hosts;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #reason(): string | undefined {
    const { hosts, witness, testimonies, protectedVms, switchThrown, interrupted } = this.#watched;
    if (switchThrown()) return "the stop switch is thrown";
    if (interrupted()) return "it was interrupted";
    const double = testimonies.word.twice.at(this.#known);
    if (double !== undefined) return `${nameOf(double.subject)} was up twice, on ${double.hosts.join(" and ")}`;
    if (protectedVms.affected !== undefined)
      return `${protectedVms.affected}, which is not expendable, has lost its service`;
    const silent = hosts.find((name) => !this.#concerned.has(name) && witness.silentFor(name) > LOST_AFTER);
    return silent === undefined ? undefined : `${silent}, which no fault concerns, does not answer`;
  }
}

/**
 * Hosts that a fault can keep from answering, or that a controller may act on because of it: those struck, or where the
 * VMs that it strikes are at home.
 */
export function hostsConcernedBy(faults: readonly Fault[], { hosts, vms }: SiteSpec): ReadonlySet<string> {
  const homeOf = new Map(vms.map(({ name, home }) => [name, home]));
  return new Set(
    faults.flatMap(({ on }) =>
      on.length === 0 ? hosts.map(({ name }) => name) : on.map((name) => homeOf.get(name) ?? name),
    ),
  );
}
