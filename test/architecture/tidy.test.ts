// What no linter checks: names that are defined twice, unused exports, documents that name files that do not exist.

import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { definitionsIn, importsIn, ROOT, textsBelow } from "./sources.ts";

const sources = textsBelow("src", /\.ts$/);
const tests = textsBelow("test", /\.(ts|mjs)$/);
const definitions = [...sources].flatMap(([path, text]) => definitionsIn(text).map((name) => ({ path, name })));

/** Exports that only tests import: each with its reason. */
const FOR_TESTS: Readonly<Record<string, string>> = {
  HOST_FAULTS: "tests inject all of a kind",
  SITE_FAULTS: "tests inject all of a kind",
  VM_FAULTS: "tests inject all of a kind",
  diagramOf: "a test draws the diagrams of docs/controller.md",
  replay: "tests give a journal to a controller again",
  runReplication: "tests run one replication, shards run many",
  andersonDarling: "judges the samples of tests",
  fitAll: "judges the samples of tests",
  ksOneSample: "judges the samples of tests",
  proportionLowerBound: "judges how often tests' intervals cover",
};

describe("exported names", () => {
  test("were read: there are many", () => {
    expect(definitions.length).toBeGreaterThan(800);
  });

  test("are defined once", () => {
    const places = new Map<string, string[]>();
    for (const { name, path } of definitions) places.set(name, [...(places.get(name) ?? []), path]);
    const twice = [...places].filter(([, where]) => where.length > 1);
    expect(twice.map(([name, where]) => `${name}: ${where.join(", ")}`)).toEqual([]);
  });

  test("are imported by the program; by tests alone only if their file uses them too, or for a reason", () => {
    const taken = (of: ReadonlyMap<string, string>) =>
      new Set([...of].flatMap(([path, text]) => importsIn(path, text)));
    const [bySources, byTests] = [taken(sources), taken(tests)];
    const isIn = (names: ReadonlySet<string>, { path, name }: (typeof definitions)[number]) =>
      names.has(`${path} ${name}`) || names.has(`${path} *`);
    const usedInside = ({ path, name }: (typeof definitions)[number]) =>
      (sources.get(path) ?? "").split(new RegExp(`\\b${name.replaceAll("$", "\\$")}\\b`)).length > 2;
    const untaken = definitions.filter((each) => !isIn(bySources, each) && each.path !== "src/index.ts");
    const dead = untaken.filter(
      (each) => !isIn(byTests, each) || !(usedInside(each) || Object.hasOwn(FOR_TESTS, each.name)),
    );
    expect(dead.map(({ path, name }) => `${name} of ${path}`)).toEqual([]);
    const needless = Object.keys(FOR_TESTS).filter((name) => !untaken.some((each) => each.name === name));
    expect(needless, "a reason for what needs none").toEqual([]);
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

test("the version to cite is that of the package", () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
  expect(readFileSync(join(ROOT, "CITATION.cff"), "utf8")).toContain(`\nversion: ${version}\n`);
});
