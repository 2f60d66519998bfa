// The future event list: a binary heap on typed arrays, so an event costs no object. Events come out by (time, rank,
// order of scheduling). The caller chooses the rank, which encodes what the event is about, so ties at one instant are
// broken by content; only events with equal time and rank come first in, first out.
//
// schedule and pop O(log n), cancel O(1) amortized, 44 bytes per event. Popping leaves a hole at the root that the next
// schedule fills on one way down: "pop one, schedule one" costs one pass through the heap, not two. A cancelled event
// stays in the heap, dead, until it reaches the root, or until dead events outnumber the others and are removed.

import { check } from "../../base/prelude/check.ts";
import type { Instant } from "../../base/prelude/time.ts";

declare const ticket: unique symbol;
/** Identifies one scheduled event: a ticket is never reused for another event. */
export type Ticket = number & { readonly [ticket]: true };

/** A ticket is generation * MAX_SLOTS + slot; both together are exact in 53 bits. */
const MAX_SLOTS = 2 ** 24;
const MAX_GENERATION = 2 ** 29 - 1;
const FIRST_CAPACITY = 64;
/** At most this many dead events are not worth a sweep. */
const FEW = 64;

// Offsets of the facts of a slot, from 4 * slot on.
const HANDLER = 0;
const SUBJECT = 1;
/** Incremented each time the slot's event happens or is cancelled, which invalidates its ticket. */
const GENERATION = 2;
/** ALIVE or DEAD while the slot is in the heap; else the next free slot, 0 for none. */
const STATE = 3;
const ALIVE = -1;
const DEAD = -2;

export class Agenda {
  /** Instant, handler and subject of the event last popped. */
  at = 0 as Instant;
  handler = 0;
  subject = 0;

  // The heap: times[i] is the instant of the event in slots[i]. Places 1 to `length`, the root at 1, the children of i
  // at 2i and 2i + 1.
  private times = new Float64Array(FIRST_CAPACITY);
  private slots = new Int32Array(FIRST_CAPACITY);
  private length = 0;
  /** Whether the root has been popped and not replaced; `length` still counts it. */
  private hole = false;
  private dead = 0;

  // By slot, from slot 1 on: rank and sequence number at 2 * slot, the facts at 4 * slot.
  private keys = new Float64Array(2 * FIRST_CAPACITY);
  private facts = new Int32Array(4 * FIRST_CAPACITY);
  private lastSlot = 0;
  private firstFree = 0;
  private scheduled = 0;

  /** The number of events that are still to happen. */
  get size(): number {
    return this.length - this.dead - (this.hole ? 1 : 0);
  }

  /**
   * Schedules an event. `rank` is an integer from 0 to 2^53, `handler` and `subject` are 32-bit integers; the caller
   * defines their meaning.
   */
  schedule(at: Instant, rank: number, handler: number, subject: number): Ticket {
    check(at >= 0, "an event is scheduled at an instant, and none is before the beginning");
    if (this.firstFree === 0) this.makeSlot();
    const slot = this.firstFree;
    const { keys, facts } = this;
    const fact = 4 * slot;
    this.firstFree = facts[fact + STATE];
    keys[2 * slot] = rank;
    keys[2 * slot + 1] = this.scheduled++;
    facts[fact + HANDLER] = handler;
    facts[fact + SUBJECT] = subject;
    facts[fact + STATE] = ALIVE;
    if (this.hole) {
      this.hole = false;
      this.sink(1, at, slot);
    } else {
      this.rise(++this.length, at, slot);
    }
    return (facts[fact + GENERATION] * MAX_SLOTS + slot) as Ticket;
  }

  /** Cancels an event and returns true. If it has already happened or was cancelled, does nothing and returns false. */
  cancel(ticket: Ticket): boolean {
    const slot = ticket % MAX_SLOTS;
    const { facts } = this;
    if (facts[4 * slot + GENERATION] !== (ticket - slot) / MAX_SLOTS) return false;
    facts[4 * slot + GENERATION]++;
    facts[4 * slot + STATE] = DEAD;
    this.dead++;
    if (this.dead > FEW && this.dead > this.size) this.sweep();
    return true;
  }

  /**
   * Removes the next event, if it is not later than `last`, and stores it in `at`, `handler`, `subject`. False: there
   * is none.
   */
  pop(last: number = Infinity): boolean {
    if (!this.surface()) return false;
    const at = this.times[1];
    if (at > last) return false;
    const slot = this.slots[1];
    const { facts } = this;
    this.at = at as Instant;
    this.handler = facts[4 * slot + HANDLER];
    this.subject = facts[4 * slot + SUBJECT];
    facts[4 * slot + GENERATION]++;
    this.giveBack(slot);
    this.hole = true;
    return true;
  }

  /** The instant of the next event, undefined if there is none. */
  nextAt(): Instant | undefined {
    return this.surface() ? (this.times[1] as Instant) : undefined;
  }

  /** Removes all events. Invalidates every ticket, keeps the memory. */
  clear(): void {
    if (this.hole) this.closeHole();
    for (let place = 1; place <= this.length; place++) {
      const slot = this.slots[place];
      if (this.facts[4 * slot + STATE] === ALIVE) this.facts[4 * slot + GENERATION]++;
      this.giveBack(slot);
    }
    this.length = 0;
    this.dead = 0;
    this.scheduled = 0;
  }

  /** Brings the next event that is not dead to the root. False: there is none. */
  private surface(): boolean {
    if (this.hole) this.closeHole();
    while (this.length > 0) {
      const slot = this.slots[1];
      if (this.facts[4 * slot + STATE] === ALIVE) return true;
      this.giveBack(slot);
      this.dead--;
      this.closeHole();
    }
    return false;
  }

  /** Replaces the root by the last entry. */
  private closeHole(): void {
    this.hole = false;
    const last = this.length--;
    if (last > 1) this.sink(1, this.times[last], this.slots[last]);
  }

  /** Puts an entry in at the hole in `place` or below, while the earlier child moves up into the hole. */
  private sink(place: number, time: number, slot: number): void {
    const { times, slots, length } = this;
    let child = 2 * place;
    while (child <= length) {
      if (child < length) {
        const left = times[child];
        const right = times[child + 1];
        // Which child is earlier is almost random, so it is computed: a branch would be mispredicted half the time.
        if (left !== right) child += Number(right < left);
        else if (this.precedes(slots[child + 1], slots[child])) child++;
      }
      const earliest = times[child];
      if (time < earliest || (time === earliest && this.precedes(slot, slots[child]))) break;
      times[place] = earliest;
      slots[place] = slots[child];
      place = child;
      child = 2 * place;
    }
    times[place] = time;
    slots[place] = slot;
  }

  /** Puts an entry in at the hole in `place` or above, while later ancestors move down into the hole. */
  private rise(place: number, time: number, slot: number): void {
    const { times, slots } = this;
    while (place > 1) {
      const parent = place >> 1;
      const above = times[parent];
      if (above < time || (above === time && this.precedes(slots[parent], slot))) break;
      times[place] = above;
      slots[place] = slots[parent];
      place = parent;
    }
    times[place] = time;
    slots[place] = slot;
  }

  /** The order of two events of one instant. */
  private precedes(slot: number, other: number): boolean {
    const { keys } = this;
    const rank = keys[2 * slot];
    const otherRank = keys[2 * other];
    return rank === otherRank ? keys[2 * slot + 1] < keys[2 * other + 1] : rank < otherRank;
  }

  /** Removes the dead events and makes a heap of the others. O(n), after at least n / 2 cancellations. */
  private sweep(): void {
    if (this.hole) this.closeHole();
    const { times, slots, facts } = this;
    let kept = 0;
    for (let place = 1; place <= this.length; place++) {
      const slot = slots[place];
      if (facts[4 * slot + STATE] === ALIVE) {
        times[++kept] = times[place];
        slots[kept] = slot;
      } else {
        this.giveBack(slot);
      }
    }
    this.length = kept;
    this.dead = 0;
    for (let place = kept >> 1; place >= 1; place--) this.sink(place, times[place], slots[place]);
  }

  /** Frees a slot, unless its generations are used up: then it is never used again, so that no ticket repeats. */
  private giveBack(slot: number): void {
    const { facts } = this;
    if (facts[4 * slot + GENERATION] === MAX_GENERATION) return;
    facts[4 * slot + STATE] = this.firstFree;
    this.firstFree = slot;
  }

  private makeSlot(): void {
    check(this.lastSlot < MAX_SLOTS - 1, "an agenda holds fewer than 2^24 events");
    if (this.lastSlot === this.times.length - 1) {
      this.times = doubled(this.times, Float64Array);
      this.slots = doubled(this.slots, Int32Array);
      this.keys = doubled(this.keys, Float64Array);
      this.facts = doubled(this.facts, Int32Array);
    }
    this.firstFree = ++this.lastSlot;
  }
}

function doubled<A extends Float64Array | Int32Array>(array: A, kind: new (length: number) => A): A {
  const grown = new kind(2 * array.length);
  grown.set(array);
  return grown;
}
