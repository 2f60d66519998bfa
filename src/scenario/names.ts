// `ui[1..20]` is twenty names, ui1 to ui20; `ui[01..20]` pads them with zeros.

/** The names that one key stands for, or a sentence about what is wrong with it. */
export function expandName(key: string): readonly string[] | string {
  const range = /^([^[\]]+)\[(\d+)\.\.(\d+)\]$/.exec(key);
  if (range === null) return /^[A-Za-z0-9][A-Za-z0-9_. -]*$/.test(key) ? [key] : `"${key}" is no name: expected letters, digits, hyphens, or name[1..5]`;
  const [, stem, first, last] = range;
  const many = Number(last) - Number(first) + 1;
  if (many < 1 || many > 100_000) return `"${key}": expected a range that goes up, of at most 100000 names`;
  const width = first.startsWith("0") ? first.length : 0;
  return Array.from({ length: many }, (_, i) => stem + String(Number(first) + i).padStart(width, "0"));
}

/** Names written as one or as a list. */
export function listed(names: string | readonly string[]): readonly string[] {
  return typeof names === "string" ? [names] : names;
}
