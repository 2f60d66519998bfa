// The derivative of log Γ.

const SERIES_FROM = 12;

/** ψ(x), for x > 0: up by recursion to where the asymptotic series (Abramowitz and Stegun 6.3.18) is exact. */
export function digamma(x: number): number {
  let total = 0;
  let at = x;
  for (; at < SERIES_FROM; at++) total -= 1 / at;
  const r = 1 / (at * at);
  const series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - (r * 691) / 32760)))));
  return total + Math.log(at) - 0.5 / at - series;
}
