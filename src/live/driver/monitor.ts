// The monitor: looks at every target at its pace and tells what it heard. Looks at different targets are spread over
// the interval. Unlike a simulated one it cannot foresee an answer, so it makes every look.

import type { Answer, Event, Target } from "../../core/controller/contract/event.ts";
import { now, pause } from "../../base/platform/clock.ts";
import { between, later, NO_TIME, type Duration, type Instant } from "../../base/prelude/time.ts";

export type Look = () => Promise<Answer>;

type Watched = {
  readonly target: Target;
  readonly look: Look;
  every: Duration;
  timer: NodeJS.Timeout | undefined;
  looking: boolean;
  again: boolean;
};

/** Where what was heard goes, and what should not have happened meanwhile. */
export type Listener = { readonly deliver: (event: Event) => void; readonly failed: (error: unknown) => void };

/** How the monitor hears a target: in place of the answer this, and so much late. */
export type Hearing = { hears(target: Target, answer: Answer): Answer; late(target: Target): Duration };

const WELL: Hearing = { hears: (_, answer) => answer, late: () => NO_TIME };

export class Monitor {
  readonly #listener: Listener;
  readonly #hearing: Hearing;
  readonly #watched: ReadonlyMap<Target, Watched>;
  readonly #end = new AbortController();

  constructor(
    listener: Listener,
    looks: ReadonlyMap<Target, Look>,
    interval: (target: Target) => Duration,
    hearing: Hearing = WELL,
  ) {
    this.#listener = listener;
    this.#hearing = hearing;
    this.#watched = new Map(
      [...looks].map(([target, look]) => [
        target,
        { target, look, every: interval(target), timer: undefined, looking: false, again: false },
      ]),
    );
    [...this.#watched.values()].forEach((watched, i) =>
      this.#plan(watched, ((watched.every * (i + 1)) / looks.size) as Duration),
    );
  }

  /** From now on look this often, the first time one `every` from now. */
  pace(target: Target, every: Duration): void {
    const watched = this.#watched.get(target);
    if (watched === undefined) return;
    watched.every = every;
    this.#plan(watched, every);
  }

  /**
   * Looks at once, besides: something has been heard about the target. What a look under way has seen may be older than
   * that.
   */
  lookNow(target: Target): void {
    const watched = this.#watched.get(target);
    if (watched === undefined) return;
    watched.again = watched.looking;
    this.#look(watched);
  }

  end(): void {
    this.#end.abort();
    for (const { timer } of this.#watched.values()) clearTimeout(timer);
  }

  get #over(): boolean {
    return this.#end.signal.aborted;
  }

  #plan(watched: Watched, within: Duration): void {
    clearTimeout(watched.timer);
    if (this.#over) return;
    const due = later(now(), within);
    watched.timer = setTimeout(() => {
      // The next look keeps the pace, whatever this one takes.
      this.#plan(watched, Math.max(0, watched.every - between(due, now())) as Duration);
      this.#look(watched);
    }, within / 1000);
  }

  /** One look at a time: a target that is slow to answer is not asked again meanwhile. */
  #look(watched: Watched): void {
    if (watched.looking || this.#over) return;
    watched.looking = true;
    this.#hear(watched).catch(this.#listener.failed);
  }

  async #hear(watched: Watched): Promise<void> {
    const asked = now();
    const answer = await watched.look();
    watched.looking = false;
    this.#tell(watched.target, asked, answer).catch(this.#listener.failed);
    if (!watched.again) return;
    watched.again = false;
    this.#look(watched);
  }

  async #tell(target: Target, asked: Instant, answer: Answer): Promise<void> {
    const heard = this.#hearing.hears(target, answer);
    const late = this.#hearing.late(target);
    if (late > 0) await pause(late, this.#end.signal);
    if (!this.#over) this.#listener.deliver({ kind: "probed", at: now(), target, asked, answer: heard });
  }
}
