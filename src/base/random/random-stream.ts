// Named random streams. Every source of random numbers has its own stream, seeded by a hash of (root seed, replication,
// name): another stream, or another draw there, never shifts the numbers of a stream. Two policies that are compared
// see the same faults. The generator is Alea (seedrandom's); its four words of state are the 128 bits of the hash.

import seedrandom from "seedrandom";
import { check } from "../prelude/check.ts";
import { digest } from "../prelude/hash.ts";

export { hash64Hex } from "../prelude/hash.ts";

export type RandomStream = {
  /** The next number: uniform, from 0 (included) to 1 (excluded), a multiple of 2^-53. */
  next(): number;
};

export type Streams = {
  /** The stream of that name: the same object for every call, so it is never restarted. */
  of(name: string): RandomStream;
};

/** The streams of one replication. Cheap: a stream is created when its first number is drawn. */
export function streamsOf(rootSeed: string, replication: number): Streams {
  check(Number.isSafeInteger(replication) && replication >= 0, "a replication is a whole number, not negative");
  // The length makes the prefix unambiguous, for example for the seeds "1/2" and "1".
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

class NamedStream implements RandomStream {
  private readonly seed: string;
  private draw: (() => number) | undefined = undefined;

  constructor(seed: string) {
    this.seed = seed;
  }

  next(): number {
    this.draw ??= generatorOf(this.seed);
    return this.draw();
  }
}

/** Alea multiplies with carry: three fractions of 32 bits, and a carry below the multiplier. */
const MULTIPLIER = 2091639;
const WORD = 2 ** -32;

/**
 * Alea's function for numbers of 53 bits. It does not use `this`; keeping the function itself saves a property access
 * for each number.
 */
function generatorOf(seed: string): () => number {
  const [a, b, c, d] = digest(seed);
  return seedrandom.alea("", { state: { s0: a * WORD, s1: b * WORD, s2: c * WORD, c: d % MULTIPLIER } }).double;
}
