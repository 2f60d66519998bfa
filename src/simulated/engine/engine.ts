// A discrete-event engine: a clock, an agenda, and a table of handlers. It does not know what is simulated. An event is
// a handler's number and a subject (which VM or host; the handler defines its meaning).
//
// Order: by instant; at one instant by handler, first registered first; then by subject, lowest first; then in the
// order in which they were scheduled. So the order at one instant does not depend on the order of scheduling, unless
// handler and subject are the same. An event scheduled at the present instant still happens in it, after the current
// one, whatever its rank. Cost: O(log n) to schedule and to run an event, with n pending events.

import { check } from "../../base/prelude/check.ts";
import { START, type Duration, type Instant } from "../../base/prelude/time.ts";
import { Agenda, type Ticket } from "./agenda.ts";

/** Subjects are integers from 0 to SUBJECTS - 1. */
export const SUBJECTS = 2 ** 20;

export class Engine {
  private clock: Instant = START;
  private readonly agenda = new Agenda();
  private readonly handlers: ((subject: number) => void)[] = [];
  private running = false;
  private stopped = false;

  /** The instant of the event being handled, or of the last one; after `runUntil(end)`, `end`. */
  get now(): Instant {
    return this.clock;
  }

  /** The number of events that are still to happen. */
  get pending(): number {
    return this.agenda.size;
  }

  /**
   * Registers a handler and returns its number. Of the events of one instant, those of earlier registered handlers come
   * first.
   */
  on(handler: (subject: number) => void): number {
    return this.handlers.push(handler) - 1;
  }

  /** Schedules a call of `handler` with `subject` at `instant`, which may be now but not in the past. */
  at(instant: Instant, handler: number, subject: number): Ticket {
    check(instant >= this.clock, "nothing is scheduled into the past");
    check(handler >= 0 && handler < this.handlers.length, "an event's handler is one that was registered");
    check(subject >= 0 && subject < SUBJECTS, "an event's subject is an integer from 0 to 2^20 - 1");
    return this.agenda.schedule(instant, handler * SUBJECTS + subject, handler, subject);
  }

  /** The same, `duration` from now. */
  after(duration: Duration, handler: number, subject: number): Ticket {
    return this.at((this.clock + duration) as Instant, handler, subject);
  }

  /** Cancels an event and returns true. If it has already happened or was cancelled, does nothing and returns false. */
  cancel(ticket: Ticket): boolean {
    return this.agenda.cancel(ticket);
  }

  /** The instant of the next event, undefined if there is none. */
  nextAt(): Instant | undefined {
    return this.agenda.nextAt();
  }

  /** Runs all events up to and including `end`; then the clock is at `end`, unless a handler has called `stop`. */
  runUntil(end: Instant): void {
    check(!this.running, "an engine is not run by its own handlers");
    check(end >= this.clock, "an engine is not run into the past");
    this.running = true;
    this.stopped = false;
    try {
      while (!this.stopped && this.agenda.pop(end)) this.handle();
      if (!this.stopped) this.clock = end;
    } finally {
      this.running = false;
    }
  }

  /** Runs the next event. False: there is none. */
  step(): boolean {
    check(!this.running, "an engine is not run by its own handlers");
    if (!this.agenda.pop()) return false;
    this.handle();
    return true;
  }

  /** Makes `runUntil` return after the event being handled. The clock stays there, and the rest can be run later. */
  stop(): void {
    this.stopped = true;
  }

  /**
   * Back to the beginning, without handlers and events. Memory is kept: far cheaper than a new engine for each trial.
   */
  reset(): void {
    check(!this.running, "an engine is not reset by its own handlers");
    this.agenda.clear();
    this.handlers.length = 0;
    this.clock = START;
  }

  private handle(): void {
    this.clock = this.agenda.at;
    this.handlers[this.agenda.handler](this.agenda.subject);
  }
}
