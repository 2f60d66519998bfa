// The table of rooms in ARCHITECTURE.md is binding; this reads it and checks every import against it.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { roomOf, ROOMS, ROOT } from "./rooms.ts";

type Import = { readonly file: string; readonly room: string; readonly target: string };

const SRC = join(ROOT, "src");

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), "utf8");
  const specifiers = [...text.matchAll(/(?:^(?:import|export)\s[^;]*?from\s+|\bimport\(\s*)"([^"]+)"/gms)].map(
    ([, from]) => from,
  );
  return specifiers.map((from) => ({ file, room: roomOf(file), target: targetOf(file, from) }));
}

function targetOf(file: string, from: string): string {
  if (from.startsWith("node:")) return "node:";
  return from.startsWith(".") ? roomOf(relative(SRC, resolve(SRC, dirname(file), from))) : "npm";
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
const imports = files.flatMap(importsOf);

describe("the rooms of ARCHITECTURE.md", () => {
  test("contain every file of src, and none is empty", () => {
    expect([...new Set(files.map(roomOf))].sort()).toEqual([...ROOMS.keys()].sort());
  });

  test("were read: there are enough files and imports", () => {
    expect(files.length).toBeGreaterThan(300);
    expect(imports.length).toBeGreaterThan(1000);
  });

  test("import only what their row allows", () => {
    const forbidden = imports.filter(
      ({ room, target }) => target !== room && target !== "npm" && !(ROOMS.get(room)?.has(target) ?? false),
    );
    expect(forbidden.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  test("use the console only in cli", () => {
    const talkers = files.filter(
      (file) => !mayTalk(file) && /\bconsole\./.test(withoutComments(readFileSync(join(SRC, file), "utf8"))),
    );
    expect(talkers).toEqual([]);
  });

  test("read no clock where a result is made", () => {
    const clocks = files.filter((file) =>
      /Date\.now|new Date\(|performance\.now|Math\.random/.test(withoutComments(readFileSync(join(SRC, file), "utf8"))),
    );
    expect(clocks.filter((file) => !mayTalk(file) && !MAY_KNOW_THE_TIME.has(file))).toEqual([]);
  });
});

const MAY_KNOW_THE_TIME: ReadonlySet<string> = new Set([
  "experiment/run-shards.ts",
  "study/runners/run-shards.ts",
  "machine/clock.ts",
  "base/platform/clock.ts",
]);

function mayTalk(file: string): boolean {
  return file.startsWith("ui/cli/") || file.startsWith("cli/");
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}
