// Finds the zero of a monotone function, by Chandrupatla's method (1997): inverse quadratic interpolation while it is
// reliable, bisection otherwise. As reliable as bisection and mostly five times as fast.

/** No positive double lies outside exp(±LIMIT). */
const LIMIT = 745;
const PRECISION = 1e-15;

/**
 * The x > 0 at which the increasing function f is zero; 0 or Infinity if there is none. The search begins at `guess`.
 */
export function positiveRoot(f: (x: number) => number, guess: number): number {
  const g = (u: number) => f(Math.exp(u));
  let from = Math.log(guess);
  const direction = g(from) < 0 ? 1 : -1;
  let to = from + direction;
  for (let step = 1; g(to) * direction < 0; step *= 2) {
    if (Math.abs(to) > LIMIT) return direction > 0 ? Infinity : 0;
    from = to;
    to += direction * step;
  }
  return Math.exp(rootBetween(g, from, to));
}

/** The zero of f between a and b, where it has different signs. Precise to 1e-15, relative above 1, absolute below. */
function rootBetween(f: (x: number) => number, a: number, b: number): number {
  let [x1, f1] = [a, f(a)];
  let [x2, f2] = [b, f(b)];
  let [x3, f3] = [x1, f1];
  for (let t = 0.5; ;) {
    const x = x1 + t * (x2 - x1);
    const fx = f(x);
    if (Math.sign(fx) === Math.sign(f1)) [x3, f3] = [x1, f1];
    else [x3, f3, x2, f2] = [x2, f2, x1, f1];
    [x1, f1] = [x, fx];
    const best = Math.abs(f1) < Math.abs(f2) ? x1 : x2;
    const nearest = (PRECISION * Math.max(1, Math.abs(best))) / Math.abs(x2 - x1);
    if (fx === 0 || !(nearest < 0.5)) return best;
    t = Math.min(1 - nearest, Math.max(nearest, interpolation(x1, f1, x2, f2, x3, f3)));
  }
}

/** The next point between x1 and x2, as a share of their distance. */
function interpolation(x1: number, f1: number, x2: number, f2: number, x3: number, f3: number): number {
  const xi = (x1 - x2) / (x3 - x2);
  const phi = (f1 - f2) / (f3 - f2);
  const trusted = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
  if (!trusted) return 0.5;
  return (f1 / (f2 - f1)) * (f3 / (f2 - f3)) + ((x3 - x1) / (x2 - x1)) * (f1 / (f3 - f1)) * (f2 / (f3 - f2));
}
