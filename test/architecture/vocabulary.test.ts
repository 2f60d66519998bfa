// One word for each concept: docs/glossary.md says which words are not used, and this searches for them in identifiers,
// file names, keys and values of the written formats, messages, help and comments.

import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

/** Where the names of an earlier version are read, and this test itself. */
const EXEMPT = [
  "src/study/results/legacy/",
  "test/study/results/legacy/",
  "src/core/scenario/former-names.ts",
  "src/live/inventory/former-names.ts",
  "test/architecture/vocabulary.test.ts",
];
/** Of Vitest: `expect.poll`. */
const NOT_OURS = ["poll"];

/** Words that are forbidden in file names only: they do not say what a file contains. */
const NO_FILE_NAMES = ["most", "told", "words", "ears", "furnish", "steadfast"];

/** The words of the last column of the glossary, and their plural forms. */
function unused(): ReadonlySet<string> {
  const text = readFileSync(join(ROOT, "docs/glossary.md"), "utf8");
  const cells = [...text.matchAll(/^\|[^|]*\|[^|]*\|([^|]*)\|$/gm)].map(([, cell]) => cell.trim());
  const words = cells.filter((cell) => !/^(not|-+|)$/.test(cell)).flatMap((cell) => cell.split(/,\s*/));
  return new Set(words.flatMap((word) => [word, `${word}s`]));
}

/** "lookAtVm" and "call-for-a-look" as the words they are made of. */
function wordsOf(name: string): string[] {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  return spaced
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

const forbidden = unused();
/** Ordinary English in an identifier, a word of its own only as a prefix of a constant. */
const isForbidden = (name: string): boolean =>
  [...forbidden].some((word) =>
    word === "most" || word === "mosts"
      ? /^MOST_/.test(name)
      : ` ${wordsOf(name).join(" ")} `.includes(` ${wordsOf(word).join(" ")} `),
  );

function filesIn(folder: string, ending: RegExp): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map(
    (name) => `${folder}/${name}`,
  );
  return names.filter((name) => ending.test(name) && !EXEMPT.some((exempt) => name.startsWith(exempt)));
}

/** Identifiers of a file, and its literals of one token: keys, kinds, columns. */
function namesIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), "utf8"), ts.ScriptTarget.Latest, true);
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) names.add(node.text);
    if (ts.isStringLiteralLike(node) && /^[a-z][a-z0-9_-]*$/i.test(node.text)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...names];
}

describe("the words that the glossary does not use", () => {
  test("were read from it", () => {
    expect(forbidden.size).toBeGreaterThan(30);
    for (const word of ["law", "look", "poll", "victim", "wound", "finding", "struck"])
      expect(forbidden).toContain(word);
  });

  test.each(["lookAtVm", "call-for-a-look", "WORLD_LAWS", "byLot", "by-lot", "MOST_ROWS", "#hear", "first_finding"])(
    "are found in %s",
    (name) => expect(isForbidden(name)).toBe(true),
  );

  test.each(["lookupTable", "flawed", "slots", "almostAll", "atMost", "yearly", "hearth", "returns"])(
    "are not seen in %s",
    (name) => expect(isForbidden(name)).toBe(false),
  );

  test("stand in no identifier and no literal of program and tests", () => {
    const files = [...filesIn("src", /\.ts$/), ...filesIn("test", /\.ts$/)];
    expect(files.length).toBeGreaterThan(300);
    const found = files.flatMap((file) =>
      namesIn(file)
        .filter((name) => isForbidden(name) && !NOT_OURS.includes(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  test("stand in no comment, message, help text or document", () => {
    const files = [
      ...filesIn("src", /\.ts$/),
      ...filesIn("test", /\.ts$/),
      ...filesIn("docs", /\.md$/).filter((file) => file !== "docs/glossary.md"),
      ...filesIn("scenarios", /\.yaml$/),
      "README.md",
      "ARCHITECTURE.md",
    ];
    const words = [...forbidden].filter((word) => !word.startsWith("most"));
    const prose = new RegExp(`(?<![\\w.-])(?:${words.join("|")})(?![\\w-])`, "gi");
    const found = files.flatMap((file) => [...textOf(file).matchAll(prose)].map(([word]) => `${file}: ${word}`));
    expect(found).toEqual([]);
  });

  test("name no file", () => {
    const files = ["src", "test", "docs", "scenarios"].flatMap((folder) => filesIn(folder, /\.[a-z]+$/));
    const named = (file: string) => file.slice(file.lastIndexOf("/") + 1).replace(/\..*$/, "");
    expect(files.filter((file) => isForbidden(named(file)) || NO_FILE_NAMES.includes(named(file)))).toEqual([]);
  });

  test("are no keys and no values of the shipped scenarios", () => {
    const keys = filesIn("scenarios", /\.yaml$/).flatMap((file) =>
      [...withoutComments(readFileSync(join(ROOT, file), "utf8")).matchAll(/[A-Za-z][A-Za-z_-]+/g)].map(
        ([word]) => `${file}: ${word}`,
      ),
    );
    expect(keys.length).toBeGreaterThan(200);
    expect(keys.filter((key) => isForbidden(key.slice(key.indexOf(": "))))).toEqual([]);
  });
});

/** Of a document, without what it quotes: names of an earlier version among them. */
function textOf(file: string): string {
  const text = readFileSync(join(ROOT, file), "utf8");
  return file.endsWith(".md") ? text.replace(/`[^`]*`/g, "") : text;
}

function withoutComments(yaml: string): string {
  return yaml.replace(/(^|\s)#.*$/gm, "");
}
