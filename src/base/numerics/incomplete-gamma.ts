// The regularised incomplete gamma functions, each tail computed directly, and the complementary error function, which
// is one of them. Series below the mean, continued fraction above it (Abramowitz and Stegun 6.5.29 and 6.5.31).

import { continuedFraction } from "./continued-fraction.ts";
import { deviance, stirlingError } from "./stirling.ts";

/** P(a, x): the probability that a gamma variable of shape a > 0 and scale 1 is at most x. */
export function gammaP(a: number, x: number): number {
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/** Q(a, x) = 1 - P(a, x), precise also if it is small. */
export function gammaQ(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1;
  let total = 1;
  for (let k = 1; term > total * Number.EPSILON; k++) {
    term *= x / (a + k);
    total += term;
  }
  return total * leadingTerm(a, x);
}

function upperFraction(a: number, x: number): number {
  const fraction = continuedFraction(
    (n) => n * (a - n),
    (n) => x - a + 1 + 2 * n,
  );
  return (a * leadingTerm(a, x)) / fraction;
}

/** x^a e^-x / Γ(a + 1). */
function leadingTerm(a: number, x: number): number {
  return Math.exp(-deviance(a, x) - stirlingError(a)) / Math.sqrt(2 * Math.PI * a);
}
