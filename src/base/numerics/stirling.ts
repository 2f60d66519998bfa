// Stirling's error and the deviance, from which gamma, Poisson and binomial terms are computed without cancellation,
// also for millions (C. Loader, "Fast and accurate computation of binomial probabilities", 2000).

/** Where the asymptotic series below is exact to the last bit. */
const SERIES_FROM = 15;

/** log Γ(x) - [(x - 1/2) log x - x + log √(2π)], for x > 0. Absolute error about 1e-15. */
export function stirlingError(x: number): number {
  let error = 0;
  let at = x;
  for (; at < SERIES_FROM; at++) error += (at + 0.5) * Math.log1p(1 / at) - 1;
  const r = 1 / (at * at);
  const series = 1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360360))));
  return error + series / at;
}

/** x log(x / m) + m - x, for x, m > 0: never negative, 0 if they are equal, and precise if they are close. */
export function deviance(x: number, m: number): number {
  if (Math.abs(x - m) > 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  // With v = (x - m) / (x + m), log(x / m) = 2 (v + v³/3 + v⁵/5 + …).
  const v = (x - m) / (x + m);
  let total = (x - m) * v;
  let power = 2 * x * v;
  for (let odd = 3; Math.abs(power) > total * Number.EPSILON; odd += 2) {
    power *= v * v;
    total += power / odd;
  }
  return total;
}
