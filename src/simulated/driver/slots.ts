// Numbers that stand for objects on the agenda, which stores only numbers. They increase and wrap around, so that of
// the objects of one instant those that were stored first come first.

import { SUBJECTS } from "../engine/engine.ts";
import { check } from "../../base/prelude/check.ts";

export class Slots<T> {
  readonly #things = new Map<number, T>();
  #next = 0;

  /** Stores an object; returns its number, valid until it is taken. */
  put(thing: T): number {
    while (this.#things.has(this.#next)) this.#next = (this.#next + 1) % SUBJECTS;
    const slot = this.#next;
    this.#things.set(slot, thing);
    this.#next = (slot + 1) % SUBJECTS;
    return slot;
  }

  /** Returns the object of a number, which is free again. */
  take(slot: number): T {
    const thing = this.#things.get(slot);
    check(thing !== undefined, () => `nothing is kept under ${slot}`);
    this.#things.delete(slot);
    return thing;
  }
}
