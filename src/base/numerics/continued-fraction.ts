// Continued fractions by the modified Lentz method (Thompson and Barnett 1986): from the front, no overflow, no fixed
// depth.

const PRECISION = 1e-15;
/** Replaces a denominator that is 0. */
const TINY = 1e-300;

/** b(0) + a(1) / (b(1) + a(2) / (b(2) + …)), to 1e-15. Ends for any fraction that converges, and for NaN. */
export function continuedFraction(a: (n: number) => number, b: (n: number) => number): number {
  let value = b(0) || TINY;
  let c = value;
  let d = 0;
  let factor: number;
  let n = 1;
  do {
    d = 1 / (b(n) + a(n) * d || TINY);
    c = b(n) + a(n) / c || TINY;
    factor = c * d;
    value *= factor;
    n++;
  } while (Math.abs(factor - 1) > PRECISION);
  return value;
}
