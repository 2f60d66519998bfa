// A sweep shows what a result is sensitive to. One value at a time is changed and everything else stays as in the
// scenario, random numbers included: all runs share the seed, so that two runs differ only by the changed value. This
// file only lists the runs; performing them is the same as for all experiments.

/** The path of a value in the scenario, and the values to try for it, as they would be written. */
export type Factor = { readonly path: string; readonly values: readonly string[] };

/** `path` is null for the unchanged scenario. */
export type SweepRun = { readonly path: string | null; readonly value: string; readonly overrides: readonly string[] };

/**
 * Reads `controller.fall=2,3,5`; returns a sentence if it is wrong. Commas within parentheses, brackets or braces
 * separate nothing: they belong to a distribution, a list or a mapping.
 */
export function readFactor(text: string): Factor | string {
  const equals = text.indexOf("=");
  if (equals < 1) return `"${text}": expected path=value,value…, as controller.fall=2,4`;
  const values = split(text.slice(equals + 1));
  if (values === undefined) return `"${text}": its parentheses do not match`;
  if (values.includes("")) return `"${text}": a value is missing`;
  const twice = values.find((value, i) => values.indexOf(value) < i);
  return twice === undefined ? { path: text.slice(0, equals), values } : `"${text}": ${twice} is given twice`;
}

/**
 * The unchanged scenario, then each value of each factor with all other factors unchanged. `base` are overrides that
 * all runs share.
 */
export function oneAtATime(factors: readonly Factor[], base: readonly string[]): SweepRun[] {
  const changed = factors.flatMap(({ path, values }) =>
    values.map((value) => ({ path, value, overrides: [...base, `${path}=${value}`] })),
  );
  return [{ path: null, value: "", overrides: base }, ...changed];
}

/** Splits at the commas that are not inside brackets; undefined if brackets do not match. */
function split(text: string): string[] | undefined {
  const parts: string[] = [];
  const awaited: string[] = [];
  let begun = 0;
  for (let i = 0; i < text.length; i++) {
    const closes = CLOSES[text[i]];
    if (closes !== undefined) awaited.push(closes);
    else if (CLOSERS.has(text[i]) && awaited.pop() !== text[i]) return undefined;
    if (text[i] !== "," || awaited.length > 0) continue;
    parts.push(text.slice(begun, i).trim());
    begun = i + 1;
  }
  return awaited.length > 0 ? undefined : [...parts, text.slice(begun).trim()];
}

const CLOSES: Readonly<Record<string, string | undefined>> = { "(": ")", "[": "]", "{": "}" };
const CLOSERS: ReadonlySet<string> = new Set(Object.values(CLOSES).filter((closer) => closer !== undefined));
