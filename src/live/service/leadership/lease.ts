// The leader's lease: who may act, told by files in a folder that all controllers share. Each term of office is one
// file, made by a hard link, which succeeds for one claimant only. The leader renews it by a heartbeat; whoever stands
// by waits until no heartbeat was seen for longer than the leader trusts itself, and then claims the next term.
//
// No clock is compared with another's. The leader counts from before it wrote a heartbeat, the others from after they
// saw it, and they wait half as long again: all that is asked of the clocks is that they run at about the same rate.

import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { between, later, NO_TIME, seconds, type Duration, type Instant } from "../../../base/prelude/time.ts";
import { privateFolder } from "../../../base/platform/files.ts";
import { isDead } from "../../../base/platform/process.ts";
import type { Holder } from "./holder.ts";

export type LeaseSettings = {
  /** How long a leader trusts a heartbeat of its own. */
  readonly duration: Duration;
  readonly renewEvery: Duration;
};

export const LEASE_SETTINGS: LeaseSettings = { duration: seconds(10), renewEvery: seconds(2.5) };

/** What the file of a term says. */
export type LeaseTerm = {
  readonly term: number;
  readonly holder: Holder;
  readonly beat: number;
  readonly duration: Duration;
  /** The holder has laid it down. */
  readonly released: boolean;
};

/** How much longer than the leader trusts itself the others wait. */
const WAIT = 1.5;

/** The terms in a folder, as seen by one who stands by. */
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

  /** The term that runs, or ran last. */
  get running(): LeaseTerm | undefined {
    return readTerm(this.#folder, highestTerm(this.#folder));
  }

  /** Claims the next term if the one that runs is over, or will never be renewed. Undefined: somebody else leads. */
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

/** A term that is ours, for as long as it is. */
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

  /** Undefined if another was faster, or a later term was there. */
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

  /** Whether we may still act, as far as our own clock tells. */
  get trusted(): boolean {
    return this.#now() < this.#until;
  }

  /** Whether we may still act, as far as our own clock and the folder tell. */
  get holds(): boolean {
    return this.trusted && highestTerm(this.#folder) === this.term && this.trusted;
  }

  /** A heartbeat. One that comes too late is none: what has run out stays so. */
  renew(): void {
    const at = this.#now();
    if (!this.holds) return;
    this.#write({ ...this.#said, beat: this.#said.beat + 1 });
    this.#until = later(at, this.#said.duration);
  }

  /** Lays it down: whoever stands by need not wait. To be called when nothing more will be done. */
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

/**
 * A file that a power cut has left empty tells nothing of its holder: the others wait for a heartbeat, and then claim.
 */
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
