// What no linter says: names that are defined twice, exports that nobody takes, documents that name what is not there.

import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { definitionsIn, ROOT, textsBelow } from "./sources.ts";

const sources = textsBelow("src", /\.ts$/);
const tests = textsBelow("test", /\.(ts|mjs)$/);
const definitions = [...sources].flatMap(([path, text]) => definitionsIn(text).map((name) => ({ path, name })));

describe("exported names", () => {
  test("were looked at: there are many", () => {
    expect(definitions.length).toBeGreaterThan(1000);
  });
});

describe("documents", () => {
  const documents = ["README.md", "ARCHITECTURE.md", ...[...textsBelow("docs", /^[^/]*\.md$/).keys()]];
  const texts = textsBelow(".", /^(README|ARCHITECTURE)\.md$|^docs\/[^/]+\.md$/);
  const everything = new Set([...sources.keys(), ...tests.keys()].map((path) => basename(path)));

  /** What is named as a file or a folder of this project: links, and paths in backticks. */
  function namedIn(text: string): readonly string[] {
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link]) => link);
    const ticked = [...text.matchAll(/`([\w.@/-]+)`/g)].map(([, word]) => word);
    const isOurs = (word: string) =>
      /^(src|test|docs|scenarios|results\/examples|\.ci)\//.test(word) || /\.(ts|mjs|md|cff|py)$/.test(word);
    return [...links, ...ticked.filter(isOurs)];
  }

  /** From the root, from the document, or from `src`; a bare name may be anywhere. */
  function isThere(document: string, name: string): boolean {
    const places = [ROOT, join(ROOT, dirname(document)), join(ROOT, "src")];
    return places.some((place) => existsSync(join(place, name))) || (!name.includes("/") && everything.has(name));
  }

  test("name files, and only such as exist", () => {
    const named = [...texts].flatMap(([path, text]) => namedIn(text).map((name) => ({ path, name })));
    expect([...texts.keys()].sort()).toEqual([...documents].sort());
    expect(named.length).toBeGreaterThan(50);
    const missing = named.filter(({ path, name }) => !isThere(path, name));
    expect(missing.map(({ path, name }) => `${path} names ${name}`)).toEqual([]);
  });
});

test("the version that is to be cited is that of the package", () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
  expect(readFileSync(join(ROOT, "CITATION.cff"), "utf8")).toContain(`\nversion: ${version}\n`);
});
