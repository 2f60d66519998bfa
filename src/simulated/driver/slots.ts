// Numbers that stand for things while those are on the agenda, which keeps only numbers. They go up, round and round,
// so that of the things of one instant those that were put first come first.

import { SUBJECTS } from "../engine/engine.ts";
import { check } from "../../base/prelude/check.ts";

export class Slots<T> {
  readonly #things = new Map<number, T>();
  #next = 0;

  /** A number for the thing, until it is taken. */
  put(thing: T): number {
    while (this.#things.has(this.#next)) this.#next = (this.#next + 1) % SUBJECTS;
    const slot = this.#next;
    this.#things.set(slot, thing);
    this.#next = (slot + 1) % SUBJECTS;
    return slot;
  }

  /** The thing back; its number is free again. */
  take(slot: number): T {
    const thing = this.#things.get(slot);
    check(thing !== undefined, () => `nothing is kept under ${slot}`);
    this.#things.delete(slot);
    return thing;
  }
}
