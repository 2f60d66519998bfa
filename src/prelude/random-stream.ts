// Named random streams. Every source of chance has its own stream, seeded by a hash of (root seed, replication, name):
// another name, or another draw, never shifts the numbers of a stream. Two policies that are compared see the same faults.
// The generator is Johannes Baagøe's Alea, in 53 bits; its four words of state are the 128 bits of the hash themselves.

import { check } from "./check.ts";
import { digest } from "./hash.ts";

export { hash64Hex } from "./hash.ts";

export type RandomStream = {
  /** The next number: uniform, from 0 (included) to 1 (excluded), a multiple of 2^-53. */
  next(): number;
};

export type Streams = {
  /** The stream of that name: the same one, and not begun anew, however often it is asked for. */
  of(name: string): RandomStream;
};

/** The streams of one replication. Cheap: a stream is made when its first number is drawn. */
export function streamsOf(rootSeed: string, replication: number): Streams {
  check(Number.isSafeInteger(replication) && replication >= 0, "a replication is a whole number, not negative");
  // The length keeps apart what could be read in two ways, as seed "1/2" and seed "1".
  const prefix = `${rootSeed.length}/${rootSeed}/${replication}/`;
  const streams = new Map<string, RandomStream>();
  return {
    of(name) {
      let stream = streams.get(name);
      if (stream === undefined) {
        stream = new NamedStream(prefix + name);
        streams.set(name, stream);
      }
      return stream;
    },
  };
}

/** Alea multiplies with carry: three fractions of 32 bits, and a carry below the multiplier. */
const MULTIPLIER = 2091639;
const WORD = 2 ** -32;

class NamedStream implements RandomStream {
  /** Null once the first number is drawn. */
  private seed: string | null;
  private oldest = 0.5;
  private older = 0.5;
  private last = 0.5;
  private carry = 0;

  constructor(seed: string) {
    this.seed = seed;
  }

  /** Two words make one number: all of the first, and the upper 21 bits of the second. */
  next(): number {
    if (this.seed !== null) this.begin(this.seed);
    const upper = this.word();
    return upper + Math.floor(this.word() * 2 ** 21) * 2 ** -53;
  }

  private begin(seed: string): void {
    const [a, b, c, d] = digest(seed);
    this.oldest = a * WORD;
    this.older = b * WORD;
    this.last = c * WORD;
    this.carry = d % MULTIPLIER;
    this.seed = null;
  }

  /** The next fraction of 32 bits. */
  private word(): number {
    const product = MULTIPLIER * this.oldest + this.carry * WORD;
    this.carry = Math.floor(product);
    this.oldest = this.older;
    this.older = this.last;
    this.last = product - this.carry;
    return this.last;
  }
}
