// Numbers that stand for things while those are on the agenda, which keeps only numbers.

import { check } from "../../prelude/check.ts";

export class Slots<T> {
  readonly #things: (T | undefined)[] = [];
  readonly #free: number[] = [];

  /** A number for the thing, until it is taken. */
  put(thing: T): number {
    const slot = this.#free.pop() ?? this.#things.length;
    this.#things[slot] = thing;
    return slot;
  }

  /** The thing back; its number is free again. */
  take(slot: number): T {
    const thing = this.#things[slot];
    check(thing !== undefined, () => `nothing is kept under ${slot}`);
    this.#things[slot] = undefined;
    this.#free.push(slot);
    return thing;
  }
}
