// The sources as text, and what they export to and import from each other, as far as the tests of this folder need it.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";

/** The root of the project. */
export const ROOT = resolve(import.meta.dirname, "../..");

/** Paths from the root, of files below `folder` that end so, to their texts. */
export function textsBelow(folder: string, ending: RegExp): ReadonlyMap<string, string> {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name))
    .sort();
  return new Map(names.map((name) => [name, readFileSync(join(ROOT, name), "utf8")]));
}

const DEFINITION =
  /^export (?:async |abstract |declare )*(?:const|let|function\*?|class|type|interface) ([A-Za-z_$][\w$]*)/gm;

/** Names that the text defines and exports; without re-exported ones. */
export function definitionsIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(DEFINITION)].map(([, name]) => name))];
}

/** "path name" for each name that the file takes from another of the project; "path *" where it takes all. */
export function importsIn(path: string, text: string): readonly string[] {
  const named = /(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s+from\s+"(\.[^"]+)"/g;
  const whole = /import\s*\*\s*as\s+\w+\s+from\s+"(\.[^"]+)"|\bimport\(\s*"(\.[^"]+)"\s*\)/g;
  const target = (from: string) => normalize(join(dirname(path), from));
  const nameOf = (word: string) =>
    word
      .trim()
      .replace(/^type /, "")
      .split(" as ")[0];
  return [
    ...[...text.matchAll(named)].flatMap(([, words, from]) =>
      words
        .split(",")
        .map(nameOf)
        .filter((name) => name !== "")
        .map((name) => `${target(from)} ${name}`),
    ),
    ...[...text.matchAll(whole)].map(([, from, lazily]) => `${target(from ?? lazily)} *`),
  ];
}
