// "Did you mean": the known name nearest to the written one, if it is near enough to be a typing error.

/** ` (did you mean "fall"?)`, or nothing. */
export function didYouMean(written: string, known: readonly string[]): string {
  const most = Math.max(1, Math.floor(written.length / 3));
  const near = known
    .filter((name) => Math.abs(name.length - written.length) <= most) // no fewer changes than that
    .map((name) => ({ name, far: distance(written.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0];
  return near !== undefined && near.far <= most ? ` (did you mean "${near.name}"?)` : "";
}

/** Damerau-Levenshtein (optimal string alignment): insertions, deletions, substitutions, and swaps of neighbours. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2][j - 2] + 1 : Infinity;
      rows[i].push(
        Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + Number(a[i - 1] !== b[j - 1]), swap),
      );
    }
  }
  return rows[a.length][b.length];
}
