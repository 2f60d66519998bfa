// `ui[1..20]` is twenty names, ui1 to ui20; `ui[01..20]` pads them with zeros.

import type { Path } from "./path.ts";
import type { Complain } from "./problem.ts";

const MAX = 100_000;
const LONGEST_NAME = 80;
const RANGE = /^([^[\]]+)\[(\d{1,9})\.\.(\d{1,9})\]$/;

/**
 * The problem of a name for people (of a group, a phase, a type of guest) that tables, charts and pages could not show;
 * undefined if there is none.
 */
export function unprintable(name: string): string | undefined {
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(name) || name.trim() === "")
    return "expected a name of characters that can be printed";
  return [...name].length > LONGEST_NAME ? `expected a name of at most ${LONGEST_NAME} characters` : undefined;
}

/** The names that one key stands for, or the problem with it. */
export function expandName(key: string): readonly string[] | string {
  const range = RANGE.exec(key);
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(range === null ? key : range[1]))
    return `"${key}" is not a name: expected letters, digits, hyphens, points, or name[1..5]`;
  if (key === "all") return "all is not a name: it stands for everything";
  if (key.length > LONGEST_NAME)
    return `"${key.slice(0, LONGEST_NAME)}…" is too long: expected a name of at most ${LONGEST_NAME} characters`;
  if (range === null) return [key];
  const [, stem, first, last] = range;
  const many = Number(last) - Number(first) + 1;
  if (many < 1 || many > MAX) return `"${key}": expected a range that goes up, of at most ${MAX} names`;
  const width = first.startsWith("0") ? first.length : 0;
  return Array.from({ length: many }, (_, i) => stem + String(Number(first) + i).padStart(width, "0"));
}

export type Listed = {
  readonly name: string;
  /** The place where it is written; a range has one place for all of its names. */
  readonly path: Path;
};

/** The names of one name or a list, with ranges expanded; `at` is the place where they are written. */
export function listed(names: string | readonly string[], at: Path): Listed[] {
  if (typeof names === "string") return spread(names, at);
  return names.flatMap((name, i) => spread(name, [...at, i]));
}

/** An invalid range stays as it is: nothing has such a name. */
function spread(written: string, path: Path): Listed[] {
  const names = RANGE.test(written) ? expandName(written) : [written];
  return (typeof names === "string" ? [written] : names).map((name) => ({ name, path }));
}

type Named<T> = {
  readonly name: string;
  /** The place of its key. */
  readonly path: Path;
  /** Its number among the names of its key, from 0. */
  readonly turn: number;
  readonly value: T;
};

/** All names that the keys of a mapping stand for; a duplicate is a problem. */
export function expanded<T>(
  mapping: Readonly<Record<string, T>>,
  at: Path,
  what: string,
  complain: Complain,
): Named<T>[] {
  const seen = new Set<string>();
  const all = Object.entries(mapping).flatMap(([key, value]) => {
    const path = [...at, key];
    const names = expandName(key);
    if (typeof names === "string") {
      complain(path, names, true);
      return [];
    }
    const twice = names.find((name) => seen.has(name));
    if (twice !== undefined) complain(path, `there is already a ${what} ${twice}`, true);
    names.forEach((name) => seen.add(name));
    return names.map((name, turn) => ({ name, path, turn, value }));
  });
  if (Object.keys(mapping).length === 0) complain(at, `expected at least one ${what}`);
  return all;
}
