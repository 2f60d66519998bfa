// Descriptive statistics of a sample: moments, quantiles, and its distribution function as a curve. Means are summed
// with compensation; sorted input makes every figure independent of the original order of the values.

import { mean, quantileSorted, sampleKurtosis, sampleStandardDeviation } from "simple-statistics";

/** Values in any order. */
export type Sample = readonly number[] | Float64Array;
/** Values in ascending order. */
export type Sorted = Sample;

/** A figure is null if the sample is too small for it, or has no spread although the figure needs one. */
export type Moments = {
  readonly n: number;
  readonly mean: number | null;
  /** With n - 1 degrees of freedom. */
  readonly sd: number | null;
  /** Adjusted Fisher-Pearson G1 = n / ((n - 1) (n - 2)) Σ ((x - mean) / sd)³; n ≥ 3. */
  readonly skewness: number | null;
  /** Adjusted G2 = (n - 1) / ((n - 2) (n - 3)) [(n + 1) g2 + 6], g2 = m4 / m2² - 3 with central moments m; n ≥ 4. */
  readonly excessKurtosis: number | null;
};

/** A sample of equal values has exactly their mean, sd 0, and no shape. */
export function moments(values: Sample): Moments {
  const n = values.length;
  const x = asArray(values);
  if (n === 0) return { n, mean: null, sd: null, skewness: null, excessKurtosis: null };
  if (isConstant(values)) return { n, mean: values[0], sd: n < 2 ? null : 0, skewness: null, excessKurtosis: null };
  return {
    n,
    mean: mean(x),
    sd: sampleStandardDeviation(x),
    skewness: n < 3 ? null : skewness(values),
    excessKurtosis: n < 4 ? null : sampleKurtosis(x),
  };
}

/**
 * Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996); null for an empty sample.
 */
export function quantile(sorted: Sorted, p: number): number | null {
  return sorted.length === 0 ? null : quantileSorted(asArray(sorted), p);
}

/** The values in ascending order; the sample itself is not changed. */
export function ascending(values: Iterable<number>): Float64Array {
  return Float64Array.from(values).sort();
}

/** The share of the sample that is at most `x`. */
type EcdfPoint = { readonly x: number; readonly share: number };

/**
 * The empirical distribution function at `points` ≥ 2 ranks, evenly spaced from the least value to the greatest; at all
 * ranks if there are fewer.
 */
export function ecdf(sorted: Sorted, points: number): EcdfPoint[] {
  const n = sorted.length;
  const count = Math.min(n, points);
  return Array.from({ length: count }, (_, i) => {
    const rank = count === n ? i : Math.round((i * (n - 1)) / (count - 1));
    return { x: sorted[rank], share: (rank + 1) / n };
  });
}

/** Not simple-statistics': that one cubes with Math.pow, whose last bits differ between versions of Node. */
function skewness(values: Sample): number {
  const n = values.length;
  const center = mean(asArray(values));
  const sd = sampleStandardDeviation(asArray(values));
  let cubes = 0;
  for (const x of values) cubes += ((x - center) / sd) * ((x - center) / sd) * ((x - center) / sd);
  return (n * cubes) / ((n - 1) * (n - 2));
}

function isConstant(values: Sample): boolean {
  for (const x of values) if (x !== values[0]) return false;
  return true;
}

/** simple-statistics only indexes, but its types ask for arrays. */
function asArray(values: Sample): readonly number[] {
  return values as readonly number[];
}
