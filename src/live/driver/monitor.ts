// The monitor: probes every target at its pace and reports the answers. Probes of different targets are spread over the
// interval. Unlike the simulated monitor it cannot foresee an answer, so it makes every probe.

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

/** Takes the answers of probes, and unexpected exceptions. */
export type MonitorListener = { readonly deliver: (event: Event) => void; readonly failed: (error: unknown) => void };

/** Changes how answers of a target arrive: `answer` replaces an answer, `late` is by how much it is delayed. */
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

  /** Sets the interval of probes of the target; the next probe is one interval from now. */
  pace(target: Target, every: Duration): void {
    const watched = this.#watched.get(target);
    if (watched === undefined) return;
    watched.every = every;
    this.#plan(watched, every);
  }

  /**
   * Probes the target at once, in addition to its pace. If a probe is under way, another follows it: its answer may be
   * older than the reason for this call.
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
      // The next probe keeps the pace, however long this one takes.
      this.#plan(watched, Math.max(0, watched.every - between(due, now())) as Duration);
      this.#probe(watched);
    }, within / 1000);
  }

  /** One probe at a time: a target that is slow to answer is not probed again meanwhile. */
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
