// The conditions that end a campaign at once, checked during its whole length: in trials, at closed gates and while
// healing. The first reason is kept. Healing itself is not ended by it.

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
  /** Called once, with the reason why the campaign ends. */
  readonly ends: (why: string) => void;
};

/** Milliseconds. */
const BETWEEN_PROBES = 500;

export class Watch {
  readonly #watched: Watched;
  readonly #timer: NodeJS.Timeout;
  /** Number of VMs seen running twice by earlier runs, which ended because of them. */
  readonly #known: number;
  #why: string | undefined;
  #error: unknown;
  /** Hosts that may be silent now. */
  #concerned: ReadonlySet<string>;

  /** At first every host may be silent: an earlier run may have left it down. */
  constructor(watched: Watched) {
    this.#watched = watched;
    this.#known = watched.testimonies.word.twice.length;
    this.#concerned = new Set(watched.hosts);
    this.#timer = setInterval(() => this.why, BETWEEN_PROBES);
  }

  /** Why the campaign must end; undefined while nothing is wrong. */
  get why(): string | undefined {
    if (this.#why === undefined) this.raise(this.#reason());
    return this.#why;
  }

  /** The exception, if one was the reason. */
  get error(): unknown {
    return this.#error;
  }

  /** Ends the campaign for this reason, if it is defined. */
  raise(why: string | undefined): void {
    if (why === undefined || this.#why !== undefined) return;
    this.#why = why;
    this.#watched.ends(why);
  }

  /** Ends the campaign because of an exception. */
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
    if (double !== undefined) return `${nameOf(double.subject)} ran twice, on ${double.hosts.join(" and ")}`;
    if (protectedVms.affected !== undefined)
      return `${protectedVms.affected}, which is not expendable, has lost its service`;
    const silent = hosts.find((name) => !this.#concerned.has(name) && witness.silentFor(name) > LOST_AFTER);
    return silent === undefined ? undefined : `${silent}, which no fault concerns, does not answer`;
  }
}

/**
 * Hosts that may be silent because of a fault, or because of what a controller does about it: its target hosts, and the
 * homes of its target VMs.
 */
export function hostsConcernedBy(faults: readonly Fault[], { hosts, vms }: SiteSpec): ReadonlySet<string> {
  const homeOf = new Map(vms.map(({ name, home }) => [name, home]));
  return new Set(
    faults.flatMap(({ on }) =>
      on.length === 0 ? hosts.map(({ name }) => name) : on.map((name) => homeOf.get(name) ?? name),
    ),
  );
}
