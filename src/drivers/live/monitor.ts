// The monitor: looks at every target at its pace and tells what it heard. Looks at different targets are spread over the
// interval. Unlike a simulated one it cannot foresee an answer, so it makes every look.

import type { Answer, Target } from "../../controller/event.ts";
import { now } from "../../machine/clock.ts";
import { between, later, type Duration } from "../../prelude/time.ts";
import type { Door } from "../contract.ts";

export type Look = () => Promise<Answer>;

type Watched = { readonly target: Target; readonly look: Look; every: Duration; timer: NodeJS.Timeout | undefined; looking: boolean };

export class Monitor {
  readonly #door: Door;
  readonly #watched: ReadonlyMap<Target, Watched>;
  #over = false;

  constructor(door: Door, looks: ReadonlyMap<Target, Look>, interval: Duration) {
    this.#door = door;
    this.#watched = new Map([...looks].map(([target, look]) => [target, { target, look, every: interval, timer: undefined, looking: false }]));
    [...this.#watched.values()].forEach((watched, i) => this.#plan(watched, ((interval * (i + 1)) / looks.size) as Duration));
  }

  /** From now on look this often, the first time one `every` from now. */
  pace(target: Target, every: Duration): void {
    const watched = this.#watched.get(target);
    if (watched === undefined) return;
    watched.every = every;
    this.#plan(watched, every);
  }

  /** Looks at once, besides: something has been heard about the target. */
  lookNow(target: Target): void {
    const watched = this.#watched.get(target);
    if (watched !== undefined) void this.#look(watched);
  }

  end(): void {
    this.#over = true;
    for (const { timer } of this.#watched.values()) clearTimeout(timer);
  }

  #plan(watched: Watched, within: Duration): void {
    clearTimeout(watched.timer);
    if (this.#over) return;
    const due = later(now(), within);
    watched.timer = setTimeout(() => {
      // The next look keeps the pace, whatever this one takes.
      this.#plan(watched, Math.max(0, watched.every - between(due, now())) as Duration);
      void this.#look(watched);
    }, within / 1000);
  }

  /** One look at a time: a target that is slow to answer is not asked again meanwhile. */
  async #look(watched: Watched): Promise<void> {
    if (watched.looking) return;
    watched.looking = true;
    const asked = now();
    const answer = await watched.look();
    watched.looking = false;
    if (this.#over) return;
    this.#door.deliver({ kind: "probed", at: now(), target: watched.target, asked, answer });
  }
}
