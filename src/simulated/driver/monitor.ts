// The monitor: probes every target at its interval and delivers the answers. A probe whose answer is predictable and
// would be ignored is skipped: the next probe that matters is computed, so the cost grows with faults and not with
// simulated time. With `everyProbe` every probe is made; the journal is the same.
//
// Lost and lying probes are determined by the running number of the probe, with gaps drawn from a geometric
// distribution, so they do not depend on how many probes were skipped. Of a target whose answers are late no probe is
// skipped, since the controller may be in another state when the answer arrives. Of one whose answers may ever be late
// no silence is skipped: while it is waited for, a late answer may arrive, or the silence itself become late.

import type { Answer, Target } from "../../core/controller/contract/event.ts";
import type { Engine } from "../engine/engine.ts";
import type { Ticket } from "../engine/agenda.ts";
import type { RandomStream } from "../../base/random/random-stream.ts";
import { later, START, type Duration, type Instant } from "../../base/prelude/time.ts";
import type { ProbingSpec } from "../../core/cluster/site.ts";
import type { HostTruth, VmTruth } from "../world/state.ts";
import type { Door } from "../../core/drivers/contract.ts";

type Watched = {
  readonly index: number;
  readonly target: Target;
  readonly truth: VmTruth | HostTruth;
  readonly mayBeLate: boolean;
  /** Probes are at anchor + k * every, k = 1, 2…; `done` of them are over, and `before` were before the anchor. */
  every: Duration;
  /** Null until the first probe is planned: then the offset of this target's probes is drawn. */
  anchor: Instant | null;
  done: number;
  before: number;
  ticket: Ticket | null;
  planned: Instant | null;
  asked: Instant;
  /** Answers that are delivered late. */
  readonly onTheWay: { readonly at: Instant; readonly answer: Answer; readonly asked: Instant }[];
  /** Null if the probability is 0. */
  readonly lost: Gaps | null;
  readonly lies: Gaps | null;
};

type MonitorOptions = {
  readonly probing: ProbingSpec;
  readonly interval: (target: Target) => Duration;
  readonly everyProbe: boolean;
  /** Names of the targets whose answers a fault may delay at some time. */
  readonly mayBeLate: ReadonlySet<string>;
};

export class SimulatedMonitor {
  readonly #engine: Engine;
  readonly #door: Door;
  readonly #options: MonitorOptions;
  readonly #stream: (name: string) => RandomStream;
  readonly #watched: Watched[];
  readonly #byTarget: Map<Target, Watched>;
  /** Probes that were sent before get no answer: there was another monitor. */
  #since: Instant = START;
  /** Targets about which something has changed since their next probe was planned. */
  readonly #touched: Watched[] = [];
  readonly #probing: number;
  readonly #giveUp: number;
  readonly #arrival: number;

  constructor(
    engine: Engine,
    door: Door,
    options: MonitorOptions,
    truths: readonly (VmTruth | HostTruth)[],
    stream: (name: string) => RandomStream,
  ) {
    this.#engine = engine;
    this.#door = door;
    this.#options = options;
    this.#stream = stream;
    const { probing, interval } = options;
    const gaps = (probability: number, name: string) =>
      probability === 0 ? null : new Gaps(probability, stream(name));
    this.#watched = truths.map((truth, index) => {
      const { target } = truth;
      return {
        index,
        target,
        truth,
        mayBeLate: options.mayBeLate.has(truth.spec.name),
        every: interval(target),
        anchor: null,
        done: 0,
        before: 0,
        ticket: null,
        planned: null,
        asked: engine.now,
        onTheWay: [],
        lost: gaps(probing.loss, `monitor/${target}/loss`),
        lies: gaps(probing.lie, `monitor/${target}/lie`),
      };
    });
    this.#byTarget = new Map(this.#watched.map((watched) => [watched.target, watched]));
    this.#giveUp = engine.on((index) => this.#conclude(this.#watched[index], "nothing", this.#watched[index].asked));
    this.#arrival = engine.on((index) => this.#arrive(this.#watched[index]));
    this.#probing = engine.on((index) => this.#probe(this.#watched[index]));
  }

  /** The target, or what is believed of it, has changed: the next `settle` plans its next probe again. */
  touch(target: Target): void {
    const watched = this.#byTarget.get(target);
    if (watched !== undefined) this.#mark(watched);
  }

  /**
   * Plans the next probe of each target that was touched. To be called after each change of the world, and after every
   * event.
   */
  settle(): void {
    for (let watched = this.#touched.pop(); watched !== undefined; watched = this.#touched.pop()) this.#plan(watched);
  }

  begin(): void {
    for (const watched of this.#watched) this.#plan(watched);
  }

  pace(target: Target, every: Duration): void {
    const watched = this.#byTarget.get(target);
    if (watched === undefined) return;
    watched.before += Math.floor((this.#engine.now - this.#anchorOf(watched)) / watched.every);
    watched.anchor = this.#engine.now;
    watched.done = 0;
    watched.every = every;
    this.#mark(watched);
  }

  /** Another monitor begins in its place: at the first paces, and without answers to earlier probes. */
  restart(): void {
    this.#since = this.#engine.now;
    for (const watched of this.#watched) {
      const first = this.#options.interval(watched.target);
      if (watched.every === first) this.#mark(watched);
      else this.pace(watched.target, first);
    }
  }

  #mark(watched: Watched): void {
    if (!this.#touched.includes(watched)) this.#touched.push(watched);
  }

  #plan(watched: Watched): void {
    const next = this.#nextProbe(watched);
    const at = next === undefined ? null : later(this.#anchorOf(watched), (next * watched.every) as Duration);
    if (at === watched.planned) return;
    if (watched.ticket !== null) this.#engine.cancel(watched.ticket);
    watched.planned = at;
    watched.ticket = at === null ? null : this.#engine.at(at, this.#probing, watched.index);
  }

  /** The number, from the anchor, of the next probe to make; undefined while none can matter. */
  #nextProbe(watched: Watched): number | undefined {
    const truth = answerFrom(watched.truth);
    if (this.#options.everyProbe || watched.truth.late > 0 || !this.#skips(watched, truth))
      return this.#nextOnGrid(watched);
    const odd = truth === "service" ? watched.lost : watched.lies;
    if (odd === null || this.#skips(watched, truth === "service" ? "nothing" : "service")) return undefined;
    return odd.next(watched.before + this.#nextOnGrid(watched)) - watched.before;
  }

  #nextOnGrid(watched: Watched): number {
    return Math.max(watched.done + 1, Math.ceil((this.#engine.now - this.#anchorOf(watched)) / watched.every));
  }

  /**
   * Probes of different targets are spread evenly over the interval: each target has its own random offset, drawn while
   * the interval is still the first one.
   */
  #anchorOf(watched: Watched): Instant {
    watched.anchor ??= (Math.floor(this.#stream(`monitor/${watched.target}/offset`).next() * watched.every) -
      watched.every) as Instant;
    return watched.anchor;
  }

  #skips(watched: Watched, answer: Answer): boolean {
    if (watched.mayBeLate && answer === "nothing") return false;
    const soon = later(this.#engine.now, watched.every);
    return this.#door.ignores({ kind: "probed", at: soon, target: watched.target, asked: soon, answer });
  }

  #probe(watched: Watched): void {
    watched.ticket = null;
    watched.planned = null;
    watched.done = Math.round((this.#engine.now - this.#anchorOf(watched)) / watched.every);
    const truth = answerFrom(watched.truth);
    const odd = (truth === "service" ? watched.lost : watched.lies)?.hits(watched.before + watched.done) === true;
    const answer = !odd ? truth : truth === "service" ? "nothing" : "service";
    if (answer === "nothing") {
      watched.asked = this.#engine.now;
      this.#engine.after(this.#options.probing.patience, this.#giveUp, watched.index);
      this.#plan(watched);
    } else {
      this.#conclude(watched, answer, this.#engine.now);
    }
  }

  #conclude(watched: Watched, answer: Answer, asked: Instant): void {
    const { late } = watched.truth;
    if (late === 0) return this.#tell(watched, answer, asked);
    watched.onTheWay.push({ at: later(this.#engine.now, late), answer, asked });
    this.#engine.after(late, this.#arrival, watched.index);
    this.#plan(watched);
  }

  /** One of the late answers is due. */
  #arrive(watched: Watched): void {
    const due = watched.onTheWay.findIndex(({ at }) => at <= this.#engine.now);
    const [{ answer, asked }] = watched.onTheWay.splice(due, 1);
    this.#tell(watched, answer, asked);
  }

  #tell(watched: Watched, answer: Answer, asked: Instant): void {
    this.#mark(watched);
    if (asked < this.#since) return this.settle();
    this.#door.deliver({ kind: "probed", at: this.#engine.now, target: watched.target, asked, answer });
  }
}

function answerFrom(truth: VmTruth | HostTruth): Answer {
  return truth.probesLost > 0 ? "nothing" : truth.answering;
}

/**
 * Which of the numbers 1, 2, 3… are selected, each with the same probability: by geometric gaps, in increasing order.
 */
class Gaps {
  readonly #probability: number;
  readonly #stream: RandomStream;
  #at = 0;

  constructor(probability: number, stream: RandomStream) {
    this.#probability = probability;
    this.#stream = stream;
  }

  hits(number: number): boolean {
    return this.next(number) === number;
  }

  /** The first selected number that is at least `from`. */
  next(from: number): number {
    while (this.#at < from)
      this.#at += 1 + Math.floor(Math.log(1 - this.#stream.next()) / Math.log(1 - this.#probability));
    return this.#at;
  }
}
