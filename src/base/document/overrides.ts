// `--set controller.fall=5`: changes of a scenario before it is checked.

import { readValue } from "./document.ts";
import type { Path } from "./path.ts";
import { problemOfOption, type Problem } from "./problem.ts";
import { valueAt } from "./shape-problems.ts";

export type Override = {
  readonly text: string;
  readonly path: readonly string[];
  readonly value: unknown;
  /** The offsets in the text at which each step of the path begins, and then the value. */
  readonly places: readonly number[];
};

/** `within` is the value to change: a key of it that contains points is one step. `read` reads the new value. */
export function readOverride(text: string, within: unknown, read = readValue): Override | Problem {
  const equals = text.indexOf("=");
  if (equals < 1) return problemOfOption(text, 0, "expected path=value, as controller.fall=5");
  const path = stepsOf(text.slice(0, equals).trimEnd(), within);
  const places = [0];
  for (const step of path) places.push(places[places.length - 1] + step.length + 1);
  places[path.length] = text.length - text.slice(equals + 1).trimStart().length;
  const hole = path.findIndex((step) => step === "" || step === "__proto__");
  if (hole >= 0)
    return problemOfOption(text, places[hole], "expected a path of keys with points between them, as controller.fall");
  const found = read(text.slice(equals + 1));
  return "value" in found
    ? { text, path, places, value: found.value }
    : problemOfOption(text, found.at === 0 ? places[path.length] : equals + 1 + found.at, found.message);
}

/** Splits at the points, except those in an existing key (the longest first), and those of ui[1..3]. */
function stepsOf(way: string, within: unknown): string[] {
  const known = typeof within === "object" && within !== null && !Array.isArray(within) ? Object.keys(within) : [];
  const longest = known
    .filter((key) => way === key || way.startsWith(`${key}.`))
    .sort((a, b) => b.length - a.length)[0];
  const step = longest ?? way.split(/\.(?![^[]*\])/, 1)[0];
  return way === step ? [step] : [step, ...stepsOf(way.slice(step.length + 1), valueAt(within, [step]))];
}

/** A problem with what the override set: at one of its keys, or at the offset `within` in its value. */
export function problemOfOverride(
  { text, path, places }: Override,
  at: Path,
  message: string,
  atKey = false,
  within = 0,
): Problem {
  const value = places[path.length];
  const common = at.findIndex((step, i) => String(step) !== path[i]);
  if (common > 0 && common < path.length)
    return problemOfOption(text, places[common - 1], `${path.slice(0, common).join(".")}: ${message}`);
  if (at.length > path.length) return problemOfOption(text, value, message);
  if (atKey || at.length < path.length) return problemOfOption(text, places[at.length - 1], message);
  return problemOfOption(text, /["']/.test(text[value] ?? "") ? value : value + within, message);
}

/**
 * The value with the override in it, or the problem with its path. Missing keys on the path are created (whether they
 * are known is checked later); elements of lists must exist.
 */
export function withOverride(
  value: unknown,
  { text, path, places, value: replacement }: Override,
): { readonly value: unknown } | Problem {
  const replaced = (old: unknown, depth: number): unknown => {
    if (depth === path.length) return replacement;
    const step = path[depth];
    const way = path.slice(0, depth).join(".");
    if (Array.isArray(old)) {
      const index = /^(0|[1-9]\d*)$/.test(step) ? Number(step) : NaN;
      if (!(index in old))
        throw new NoWay(depth, `there is no element ${step} in ${way}: it is a list of ${old.length}, counted from 0`);
      return old.with(index, replaced(old[index], depth + 1)) as unknown;
    }
    if (typeof old === "string" || typeof old === "number" || typeof old === "boolean")
      throw new NoWay(depth, `${way} is "${old}": it has no keys`);
    if (typeof old !== "object" && /^\d+$/.test(step)) throw new NoWay(depth, `there is no list ${way}`);
    const keys = Object.entries(old ?? {});
    const inside = keys.find(([key]) => key === step)?.[1] as unknown;
    return Object.fromEntries([...keys, [step, replaced(inside, depth + 1)]]);
  };
  try {
    return { value: replaced(value, 0) };
  } catch (error) {
    if (error instanceof NoWay) return problemOfOption(text, places[error.depth], error.message);
    throw error;
  }
}

class NoWay extends Error {
  readonly depth: number;

  constructor(depth: number, message: string) {
    super(message);
    this.depth = depth;
  }
}
