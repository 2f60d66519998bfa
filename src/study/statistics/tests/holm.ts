// Adjusts p-values of several tests at once, some of which may be small by chance.

/**
 * Holm's adjustment (1979): the p-values, in the order given, enlarged so that rejecting all that are below a level
 * makes any error with at most that probability, for any dependence between the tests.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(pValues.length);
  let greatest = 0;
  order.forEach((index, rank) => {
    greatest = Math.max(greatest, Math.min(1, (pValues.length - rank) * pValues[index]));
    adjusted[index] = greatest;
  });
  return adjusted;
}
