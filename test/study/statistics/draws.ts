// Reproducible draws for the tests of statistics.

import { normalQuantile } from "../../../src/base/numerics/normal.ts";
import { streamsOf } from "../../../src/base/random/random-stream.ts";

/** A source of uniform numbers of its own for each name. */
export function uniforms(name: string): () => number {
  const stream = streamsOf("statistics", 0).of(name);
  return () => stream.next();
}

/** A source of standard normal numbers of its own for each name. */
export function normals(name: string): () => number {
  const next = uniforms(name);
  return () => normalQuantile(next() + 2 ** -54);
}

export function drawn(n: number, next: () => number): number[] {
  return Array.from({ length: n }, next);
}
