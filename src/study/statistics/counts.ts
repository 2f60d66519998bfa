// Sums by name, in the order of first appearance.

/** Adds the count of each key of `more` to `counts`. */
export function addCounts(counts: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [key, count] of Object.entries(more)) counts[key] = (counts[key] ?? 0) + count;
}
