// The standard normal distribution: distribution function, density, quantile, all to 13 digits or better, also in the
// lower tail. For the upper tail use the lower one at -x. Only log, exp and sqrt, whose bits are the same on every
// Node.

const ROOT_TWO_PI = 2.5066282746310002;

export function normalDensity(x: number): number {
  return expOfHalfSquare(x) / ROOT_TWO_PI;
}

/**
 * The probability of a value up to x. Within 1.5 of 0 by the power series x + x^3/3 + x^5/(3*5) + ..., beyond by
 * Laplace's continued fraction for the tail, so that small probabilities keep their digits (Abramowitz and Stegun,
 * 26.2.11 and 26.2.14).
 */
export function normalCdf(x: number): number {
  if (x > 1.5) return 1 - lowerTail(-x);
  return x < -1.5 ? lowerTail(x) : 0.5 + normalDensity(x) * oddSeries(x);
}

function oddSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; odd <= 41; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum;
}

/** For x < -1.5; 200 levels of the fraction are enough at -1.5, where it is slowest. */
function lowerTail(x: number): number {
  let fraction = 0;
  for (let level = 200; level >= 1; level--) fraction = level / (fraction - x);
  return normalDensity(x) / (fraction - x);
}

/** exp(-x^2/2). The square of x rounded to 1/16 is exact, which keeps the digits that a large square would lose. */
function expOfHalfSquare(x: number): number {
  if (Math.abs(x) > 40) return 0;
  const near = Math.round(x * 16) / 16;
  return Math.exp(-0.5 * near * near) * Math.exp(-0.5 * (x - near) * (x + near));
}

/**
 * The x below which a value falls with probability p: minus infinity for 0, infinity for 1.
 * Wichura's PPND16 (Applied Statistics algorithm AS 241, 1988), relative error about 1e-16.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q *
        (((((((2.509080928730122672e3 * r + 3.3430575583588128105e4) * r + 6.726577092700870085e4) * r +
          4.5921953931549871457e4) *
          r +
          1.3731693765509461125e4) *
          r +
          1.9715909503065514427e3) *
          r +
          1.3314166789178437745e2) *
          r +
          3.387132872796366608)) /
      (((((((5.226495278852854561e3 * r + 2.8729085735721942674e4) * r + 3.930789580009271061e4) * r +
        2.1213794301586595867e4) *
        r +
        5.3941960214247511077e3) *
        r +
        6.871870074920579083e2) *
        r +
        4.2313330701600911252e1) *
        r +
        1)
    );
  }
  return q < 0 ? -upperQuantile(p) : upperQuantile(1 - p);
}

/** The x above which a value falls with probability `tail`, for tails up to 0.075. */
function upperQuantile(tail: number): number {
  if (tail <= 0) return tail === 0 ? Infinity : NaN;
  const depth = Math.sqrt(-Math.log(tail));
  return depth <= 5 ? middle(depth - 1.6) : far(depth - 5);
}

function middle(r: number): number {
  return (
    (((((((7.7454501427834140764e-4 * r + 2.27238449892691845833e-2) * r + 2.4178072517745061177e-1) * r +
      1.27045825245236838258) *
      r +
      3.64784832476320460504) *
      r +
      5.7694972214606914055) *
      r +
      4.6303378461565452959) *
      r +
      1.42343711074968357734) /
    (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 1.51986665636164571966e-2) * r +
      1.4810397642748007459e-1) *
      r +
      6.8976733498510000455e-1) *
      r +
      1.6763848301838038494) *
      r +
      2.05319162663775882187) *
      r +
      1)
  );
}

function far(r: number): number {
  return (
    (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.2426609473880784386e-3) * r +
      2.6532189526576123093e-2) *
      r +
      2.9656057182850489123e-1) *
      r +
      1.7848265399172913358) *
      r +
      5.4637849111641143699) *
      r +
      6.6579046435011037772) /
    (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
      7.868691311456132591e-4) *
      r +
      1.48753612908506148525e-2) *
      r +
      1.3692988092273580531e-1) *
      r +
      5.9983220655588793769e-1) *
      r +
      1)
  );
}
