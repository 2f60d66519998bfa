// Choices of some things out of several, in a fixed order.

/** All choices of `size` of these, each in their order; the first choice is the first `size` of them. */
export function* subsets<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  const chosen = Array.from({ length: size }, (_, i) => i);
  if (size > all.length) return;
  for (;;) {
    yield chosen.map((i) => all[i]);
    let last = size - 1;
    while (last >= 0 && chosen[last] === all.length - size + last) last--;
    if (last < 0) return;
    chosen[last]++;
    for (let i = last + 1; i < size; i++) chosen[i] = chosen[i - 1] + 1;
  }
}

/** How many there are. */
export function subsetCount(of: number, size: number): number {
  let count = 1;
  for (let i = 1; i <= size; i++) count = (count * (of - size + i)) / i;
  return count;
}
