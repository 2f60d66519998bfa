// `ui[1..20]` is twenty names, ui1 to ui20; `ui[01..20]` pads them with zeros.

import type { Path } from "./path.ts";
import type { Complain } from "./problem.ts";

const MAX = 100_000;
const LONGEST_NAME = 80;
const RANGE = /^([^[\]]+)\[(\d{1,9})\.\.(\d{1,9})\]$/;

/**
 * What is wrong with a name that people read: of a group, a phase, a type of guest. Tables, charts and pages must be
 * able to show it.
 */
export function unprintable(name: string): string | undefined {
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(name) || name.trim() === "")
    return "expected a name of characters that can be printed";
  return [...name].length > LONGEST_NAME ? `expected a name of at most ${LONGEST_NAME} characters` : undefined;
}

/** The names that one key stands for, or a sentence about what is wrong with it. */
export function expandName(key: string): readonly string[] | string {
  const range = RANGE.exec(key);
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(range === null ? key : range[1]))
    return `"${key}" is no name: expected letters, digits, hyphens, points, or name[1..5]`;
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
  /** Where it is written; a range has one place for all of its names. */
  readonly path: Path;
};

/** Names written as one or as a list, with ranges as the names that they stand for; `at` is where they stand. */
export function listed(names: string | readonly string[], at: Path): Listed[] {
  if (typeof names === "string") return spread(names, at);
  return names.flatMap((name, i) => spread(name, [...at, i]));
}

/** A range that is none stays as it is: nothing has such a name. */
function spread(written: string, path: Path): Listed[] {
  const names = RANGE.test(written) ? expandName(written) : [written];
  return (typeof names === "string" ? [written] : names).map((name) => ({ name, path }));
}

type Named<T> = {
  readonly name: string;
  /** Where its key stands. */
  readonly path: Path;
  /** Which of the names of its key it is, from 0. */
  readonly turn: number;
  readonly value: T;
};

/** Every name that the keys of a mapping stand for; each may be given once. */
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
