// What holds of the folders of src beyond the table of rooms: the order of the wings, no circles, who may use Node's
// own modules and the process, and the number of files in a folder.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { roomOf } from "./rooms.ts";
import { importsIn, textsBelow } from "./sources.ts";

const SRC = resolve(import.meta.dirname, "../../src");

/** The wings below each wing. A wing may import itself and these; `simulated` and `live` do not see each other. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  base: [],
  core: ["base"],
  simulated: ["base", "core"],
  live: ["base", "core"],
  study: ["base", "core", "simulated", "live"],
  ui: ["base", "core", "simulated", "live", "study"],
};

const MAY_USE_NODE = /^(base\/platform|live|study\/results|study\/runners|ui)\//;
const MAY_USE_PROCESS = /^(base\/platform|ui\/cli)\//;
const MAX_FILES = 16;

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .sort();

/** By file: what it imports, types included, as files of src or names of modules. */
const imports = new Map(files.map((file) => [file, importsOf(file)]));

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(SRC, file), "utf8");
  return [...text.matchAll(/(?:^(?:import|export)\s[^;]*?from\s+|\bimport\(\s*)"([^"]+)"/gms)].map(([, from]) =>
    from.startsWith(".") ? normalize(join(dirname(file), from)) : from,
  );
}

/** Each circle once: nodes that reach each other, in the order of their names. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const reached = new Map([...graph.keys()].map((node) => [node, reachedFrom(graph, node)]));
  const together = [...graph.keys()]
    .filter((node) => reached.get(node)?.has(node))
    .map((node) =>
      [...graph.keys()].filter((other) => reached.get(node)?.has(other) && reached.get(other)?.has(node)).join(" ⇄ "),
    );
  return [...new Set(together)];
}

function reachedFrom(graph: ReadonlyMap<string, readonly string[]>, start: string): ReadonlySet<string> {
  const reached = new Set<string>();
  for (const left = [...(graph.get(start) ?? [])]; left.length > 0;) {
    const node = left.pop() ?? "";
    if (reached.has(node) || !graph.has(node)) continue;
    reached.add(node);
    left.push(...(graph.get(node) ?? []));
  }
  return reached;
}

function wingOf(file: string): string {
  return file.split("/")[0];
}

/** A file beside the wings exports everything. */
const inWings = files.filter((file) => file.includes("/"));

describe("the folders of src", () => {
  test("were read: there are enough files and imports", () => {
    expect(files.length).toBeGreaterThan(300);
    expect([...imports.values()].flat().length).toBeGreaterThan(1000);
  });

  test("are the six wings", () => {
    expect([...new Set(inWings.map(wingOf))].sort()).toEqual(Object.keys(BELOW).sort());
  });

  test("import nothing of a wing above, and the two worlds nothing of each other", () => {
    const upward = inWings.flatMap((file) =>
      (imports.get(file) ?? [])
        .filter((target) => target.endsWith(".ts"))
        .filter((target) => ![wingOf(file), ...BELOW[wingOf(file)]].includes(wingOf(target)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(upward).toEqual([]);
  });

  test("use Node's own modules only in rooms that depend on the machine", () => {
    const users = inWings.filter((file) => imports.get(file)?.some((target) => target.startsWith("node:")));
    expect(users.length).toBeGreaterThan(50);
    expect(users.filter((file) => !MAY_USE_NODE.test(file))).toEqual([]);
  });

  test("use the process only in base/platform and ui/cli", () => {
    const users = inWings.filter((file) =>
      /(?<!\/)\bprocess\.(?!ts\b)\w|\bfrom "node:process"/.test(withoutComments(readFileSync(join(SRC, file), "utf8"))),
    );
    expect(users.length).toBeGreaterThan(5);
    expect(users.filter((file) => !MAY_USE_PROCESS.test(file))).toEqual([]);
  });

  test(`have sub-folders that name their concerns rather than more than ${MAX_FILES} files`, () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > MAX_FILES)).toEqual([]);
  });
});

describe("no circle of imports, types included,", () => {
  test("is seen where there is none, and each is seen where there are two", () => {
    const graph = new Map([
      ["a", ["b"]],
      ["b", ["c", "d"]],
      ["c", ["a"]],
      ["d", []],
      ["e", ["f", "d"]],
      ["f", ["e"]],
    ]);
    expect(circles(graph)).toEqual(["a ⇄ b ⇄ c", "e ⇄ f"]);
    expect(circles(new Map([["a", ["b"]]]))).toEqual([]);
  });

  test("is there among files", () => {
    expect(circles(imports)).toEqual([]);
  });

  test("is there among rooms", () => {
    const rooms = new Map<string, string[]>();
    for (const [file, targets] of imports) {
      const others = targets
        .filter((target) => target.endsWith(".ts") && roomOf(target) !== roomOf(file))
        .map((target) => roomOf(target));
      rooms.set(roomOf(file), [...(rooms.get(roomOf(file)) ?? []), ...others]);
    }
    expect(rooms.size).toBeGreaterThan(20);
    expect(circles(rooms)).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

test("the reading of version 0.3 is used by migrate and by what opens a result folder, and by nothing else", () => {
  const users = [...textsBelow("src", /\.ts$/)]
    .filter(([path]) => !path.startsWith("src/study/results/legacy/"))
    .filter(([path, text]) => importsIn(path, text).some((name) => name.startsWith("src/study/results/legacy/")))
    .map(([path]) => path);
  expect(users.length).toBeGreaterThan(2);
  expect(users.filter((path) => !/^src\/(study\/results|ui\/cli\/commands\/migrate)\//.test(path))).toEqual([]);
});
