// The leader's lease: files in a folder that all controllers share say which of them may act. Each term is one file,
// made by a hard link, which succeeds for one claimant only. The leader renews it by heartbeats; a standby that has
// seen no heartbeat for longer than the leader trusts its lease claims the next term.
//
// Clocks of different machines are never compared. The leader counts from before it wrote a heartbeat, the others from
// after they saw it, and they wait half as long again: clocks only need to run at about the same rate.

import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { between, later, NO_TIME, seconds, type Duration, type Instant } from "../../../base/prelude/time.ts";
import { privateFolder } from "../../../base/platform/files.ts";
import { isDead } from "../../../base/platform/process.ts";
import type { Holder } from "./holder.ts";

export type LeaseSettings = {
  /** For how long a leader trusts its own heartbeat. */
  readonly duration: Duration;
  readonly renewEvery: Duration;
};

export const LEASE_SETTINGS: LeaseSettings = { duration: seconds(10), renewEvery: seconds(2.5) };

/** The contents of the file of a term. */
export type LeaseTerm = {
  readonly term: number;
  readonly holder: Holder;
  readonly beat: number;
  readonly duration: Duration;
  /** The holder has released it. */
  readonly released: boolean;
};

/** By this factor, the others wait longer than the leader trusts its lease. */
const WAIT = 1.5;

/** The terms in a folder, as seen by a standby. */
export class Candidacy {
  readonly #folder: string;
  readonly #self: Holder;
  readonly #settings: LeaseSettings;
  readonly #now: () => Instant;
  #seen: { readonly what: string; readonly at: Instant } | undefined;

  constructor(folder: string, self: Holder, settings: LeaseSettings, now: () => Instant) {
    this.#folder = privateFolder(folder);
    this.#self = self;
    this.#settings = settings;
    this.#now = now;
  }

  /** The current term, or the last one. */
  get running(): LeaseTerm | undefined {
    return readTerm(this.#folder, highestTerm(this.#folder));
  }

  /** Claims the next term if the current one is over or will never be renewed. Undefined: another controller leads. */
  claim(): Lease | undefined {
    const running = this.running;
    if (running !== undefined && !this.#isOver(running)) return undefined;
    const term = Math.max(running?.term ?? 0, highestTerm(this.#folder)) + 1;
    return Lease.take(
      this.#folder,
      { term, holder: this.#self, beat: 0, duration: this.#settings.duration, released: false },
      this.#now,
    );
  }

  #isOver({ term, beat, holder, released, duration }: LeaseTerm): boolean {
    const at = this.#now();
    const what = `${term} ${beat}`;
    if (this.#seen?.what !== what) this.#seen = { what, at };
    return (
      released || isDead(holder) || between(this.#seen.at, at) > WAIT * Math.max(duration, this.#settings.duration)
    );
  }
}

/** A term that this process holds, or held. */
export class Lease {
  readonly term: number;
  readonly #folder: string;
  readonly #now: () => Instant;
  #said: LeaseTerm;
  #until: Instant;

  private constructor(folder: string, said: LeaseTerm, now: () => Instant, until: Instant) {
    this.term = said.term;
    this.#folder = folder;
    this.#now = now;
    this.#said = said;
    this.#until = until;
  }

  /** Undefined if another claimed the term first, or a later term exists. */
  static take(folder: string, said: LeaseTerm, now: () => Instant): Lease | undefined {
    const until = later(now(), said.duration);
    const beside = join(folder, `claim-${said.term}-${said.holder.machine}-${said.holder.pid}`);
    writeFileSync(beside, JSON.stringify(said), { mode: 0o600 });
    try {
      linkSync(beside, pathOf(folder, said.term));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return undefined;
      throw error;
    } finally {
      rmSync(beside, { force: true });
    }
    if (highestTerm(folder) !== said.term) return undefined;
    for (const term of termsIn(folder)) if (term < said.term - 1) rmSync(pathOf(folder, term), { force: true });
    return new Lease(folder, said, now, until);
  }

  /** Whether this process may still act, by its own clock. */
  get trusted(): boolean {
    return this.#now() < this.#until;
  }

  /** Whether this process may still act, by its own clock and by the folder. */
  get holds(): boolean {
    return this.trusted && highestTerm(this.#folder) === this.term && this.trusted;
  }

  /** Sends a heartbeat. If the lease has expired, it does nothing: an expired lease stays expired. */
  renew(): void {
    const at = this.#now();
    if (!this.holds) return;
    this.#write({ ...this.#said, beat: this.#said.beat + 1 });
    this.#until = later(at, this.#said.duration);
  }

  /** Releases the lease, so that standbys need not wait. To be called when nothing more will be done. */
  release(): void {
    this.#until = this.#now();
    if (highestTerm(this.#folder) === this.term) this.#write({ ...this.#said, released: true });
  }

  #write(said: LeaseTerm): void {
    const beside = join(this.#folder, `beat-${this.term}`);
    writeFileSync(beside, JSON.stringify(said), { mode: 0o600 });
    renameSync(beside, pathOf(this.#folder, this.term));
    this.#said = said;
  }
}

function pathOf(folder: string, term: number): string {
  return join(folder, `term-${term}.json`);
}

function termsIn(folder: string): number[] {
  return readdirSync(folder)
    .flatMap((name) => /^term-(\d+)\.json$/.exec(name)?.[1] ?? [])
    .map(Number);
}

function highestTerm(folder: string): number {
  return Math.max(0, ...termsIn(folder));
}

/** The holder in a file that a power cut left empty is unknown: the others wait for a heartbeat, and then claim. */
function readTerm(folder: string, term: number): LeaseTerm | undefined {
  try {
    return JSON.parse(readFileSync(pathOf(folder, term), "utf8")) as LeaseTerm;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    if (!(error instanceof SyntaxError)) throw error;
    return {
      term,
      holder: { name: "unknown", machine: "unknown", pid: 0, space: "", began: "" },
      beat: 0,
      duration: NO_TIME,
      released: false,
    };
  }
}
