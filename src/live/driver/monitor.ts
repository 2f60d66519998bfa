// The monitor: looks at every target at its pace and tells what it heard. Looks at different targets are spread over
// the interval. Unlike a simulated one it cannot foresee an answer, so it makes every look.

import type { Answer, Event, Target } from "../../core/controller/contract/event.ts";
import { now, pause } from "../../base/platform/clock.ts";
import { between, later, NO_TIME, type Duration, type Instant } from "../../base/prelude/time.ts";

export type Probe = () => Promise<Answer>;

type Watched = {
  readonly target: Target;
  readonly probe: Probe;
  every: Duration;
  timer: NodeJS.Timeout | undefined;
  probing: boolean;
  again: boolean;
};

/** Where what was heard goes, and what should not have happened meanwhile. */
export type MonitorListener = { readonly deliver: (event: Event) => void; readonly failed: (error: unknown) => void };

/** How the monitor hears a target: in place of the answer this, and so much late. */
export type ProbeFilter = { answer(target: Target, answer: Answer): Answer; late(target: Target): Duration };

const WELL: ProbeFilter = { answer: (_, answer) => answer, late: () => NO_TIME };

export class LiveMonitor {
  readonly #listener: MonitorListener;
  readonly #filter: ProbeFilter;
  readonly #watched: ReadonlyMap<Target, Watched>;
  readonly #end = new AbortController();

  constructor(
    listener: MonitorListener,
    probes: ReadonlyMap<Target, Probe>,
    interval: (target: Target) => Duration,
    filter: ProbeFilter = WELL,
  ) {
    this.#listener = listener;
    this.#filter = filter;
    this.#watched = new Map(
      [...probes].map(([target, probe]) => [
        target,
        { target, probe, every: interval(target), timer: undefined, probing: false, again: false },
      ]),
    );
    [...this.#watched.values()].forEach((watched, i) =>
      this.#plan(watched, ((watched.every * (i + 1)) / probes.size) as Duration),
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
  probeNow(target: Target): void {
    const watched = this.#watched.get(target);
    if (watched === undefined) return;
    watched.again = watched.probing;
    this.#probe(watched);
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
      this.#probe(watched);
    }, within / 1000);
  }

  /** One look at a time: a target that is slow to answer is not asked again meanwhile. */
  #probe(watched: Watched): void {
    if (watched.probing || this.#over) return;
    watched.probing = true;
    this.#conclude(watched).catch(this.#listener.failed);
  }

  async #conclude(watched: Watched): Promise<void> {
    const asked = now();
    const answer = await watched.probe();
    watched.probing = false;
    this.#tell(watched.target, asked, answer).catch(this.#listener.failed);
    if (!watched.again) return;
    watched.again = false;
    this.#probe(watched);
  }

  async #tell(target: Target, asked: Instant, answer: Answer): Promise<void> {
    const received = this.#filter.answer(target, answer);
    const late = this.#filter.late(target);
    if (late > 0) await pause(late, this.#end.signal);
    if (!this.#over) this.#listener.deliver({ kind: "probed", at: now(), target, asked, answer: received });
  }
}
