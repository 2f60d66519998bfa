// The regularised incomplete beta function, from its continued fraction (Abramowitz and Stegun 26.5.8). Its upper tail
// is the same function with both pairs of arguments exchanged, so neither tail is ever one minus the other.

import { continuedFraction } from "./continued-fraction.ts";
import { deviance, stirlingError } from "./stirling.ts";

/**
 * I_x(a, b): the probability that a beta variable of shapes a, b > 0 is at most x. If x is close to 1, pass the precise
 * `y` = 1 - x. The probability that it is more than x is `betaI(b, a, y, x)`.
 */
export function betaI(a: number, b: number, x: number, y: number = 1 - x): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  return x * (a + b + 2) < a + 1 ? fraction(a, b, x, y) : 1 - fraction(b, a, y, x);
}

function fraction(a: number, b: number, x: number, y: number): number {
  const coefficient = (n: number) => {
    const m = n >> 1;
    return n % 2 === 0
      ? (m * (b - m) * x) / ((a + n - 1) * (a + n))
      : (-(a + m) * (a + b + m) * x) / ((a + n - 1) * (a + n));
  };
  return ((b / (a + b)) * binomialTerm(a, b, x, y)) / continuedFraction(coefficient, () => 1);
}

/** Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) x^a y^b. */
function binomialTerm(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const errors = stirlingError(n) - stirlingError(a) - stirlingError(b);
  return Math.exp(errors - deviance(a, n * x) - deviance(b, n * y)) * Math.sqrt(n / (2 * Math.PI * a * b));
}
