// The logarithm of the gamma function, and the gamma distribution function, to 13 digits or better. Only log and exp.

/** ln 2pi / 2. */
const HALF_LOG_TWO_PI = 0.9189385332046727;
/** Coefficients of Stirling's series: Bernoulli numbers B(2k) / (2k (2k - 1)). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156] as const;

/** ln Gamma(x), for x > 0. Small x are raised by Gamma(x + 1) = x Gamma(x) to where Stirling's series is exact. */
export function logGamma(x: number): number {
  let product = 1;
  let at = x;
  for (; at < 12; at++) product *= at;
  const inverseSquare = 1 / (at * at);
  const correction = STIRLING.reduceRight((sum, coefficient) => sum * inverseSquare + coefficient, 0) / at;
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + correction - Math.log(product);
}

/**
 * The probability that a gamma variate of this shape and of scale 1 is up to x: the regularised lower incomplete gamma
 * function. Its power series below the mean, the continued fraction of the upper tail above (Abramowitz and Stegun,
 * 6.5.29 and 6.5.31).
 */
export function gammaCdf(shape: number, x: number): number {
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  const front = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  return x < shape + 1 ? front * lowerSeries(shape, x) : 1 - front * upperFraction(shape, x);
}

function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = shape + 1; term > sum * 1e-17; n++) {
    term *= x / n;
    sum += term;
  }
  return sum;
}

/**
 * By its convergents, each from the one before (Lentz's method, in the form without division by zero for x > shape).
 */
function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = Infinity;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1, change = 0; Math.abs(change - 1) > 1e-15 && n < 10_000; n++) {
    const a = n * (shape - n);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    change = c * d;
    fraction *= change;
  }
  return fraction;
}
