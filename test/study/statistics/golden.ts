// Comparison with golden values: the largest relative error over a table, and where it is.

/** Rows of arguments followed by the value expected. `floor` is the absolute error that counts as none. */
export function worstError(
  rows: readonly (readonly number[])[],
  f: (...x: number[]) => number,
  floor = 0,
): { error: number; at: readonly number[] } {
  let worst: { error: number; at: readonly number[] } = { error: 0, at: [] };
  for (const row of rows) {
    const expected = row[row.length - 1];
    const difference = Math.abs(f(...row.slice(0, -1)) - expected);
    const error = difference <= floor ? 0 : difference / Math.abs(expected);
    if (!(error <= worst.error)) worst = { error, at: row };
  }
  return worst;
}
