// The table of rooms in ARCHITECTURE.md is the law; this reads it and holds every import against it.

import { readFileSync, readdirSync } from "node:fs";
import { join, relative, resolve, dirname } from "node:path";
import { describe, expect, test } from "vitest";

type Allowed = { readonly values: ReadonlySet<string>; readonly types: ReadonlySet<string> };
type Import = { readonly file: string; readonly room: string; readonly target: string; readonly typeOnly: boolean };

const ROOT = resolve(import.meta.dirname, "../..");
const SRC = join(ROOT, "src");

function table(): Map<string, Allowed> {
  const text = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8");
  const section = text.slice(text.indexOf("## Rooms"), text.indexOf("**What is absent"));
  const rows = [...section.matchAll(/^\| `([a-z-]+)` \|[^|]*\|([^|]*)\|$/gm)];
  return new Map(rows.map(([, room, cell]) => [room, allowedIn(cell)]));
}

function allowedIn(cell: string): Allowed {
  const words = cell
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  const values = words.filter((word) => !word.endsWith(" types"));
  return { values: new Set(values), types: new Set([...values, ...words.map((word) => word.replace(/ types$/, ""))]) };
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const room = relative(SRC, file).split("/")[0];
  const statements = [...text.matchAll(/^(?:import|export)\s([^;]*?)from\s+"([^"]+)"/gms)].map(([, what, from]) => ({
    from,
    typeOnly: isTypeOnly(what),
  }));
  const dynamic = [...text.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g)].map(([whole, from]) => ({
    from,
    typeOnly: text.includes(`: ${whole}.`),
  }));
  return [...statements, ...dynamic].map(({ from, typeOnly }) => ({
    file: relative(ROOT, file),
    room,
    typeOnly,
    target: targetOf(file, from),
  }));
}

function isTypeOnly(what: string): boolean {
  if (what.startsWith("type ")) return true;
  const names = /\{([^}]*)\}/
    .exec(what)?.[1]
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return names !== undefined && names.length > 0 && names.every((name) => name.startsWith("type "));
}

function targetOf(file: string, from: string): string {
  if (from.startsWith("node:")) return "node:";
  return from.startsWith(".") ? relative(SRC, resolve(dirname(file), from)).split("/")[0] : "npm";
}

const rooms = table();
const files = sources(SRC);
const imports = files.flatMap(importsOf);

describe("the rooms of ARCHITECTURE.md", () => {
  test("are those of src, and the table was read", () => {
    expect([...rooms.keys()].sort()).toEqual(
      readdirSync(SRC, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort(),
    );
  });

  test("were looked into: enough files and imports were seen", () => {
    expect(files.length).toBeGreaterThan(80);
    expect(imports.length).toBeGreaterThan(300);
  });

  test("import only what their row allows", () => {
    const forbidden = imports.filter(({ room, target, typeOnly }) => {
      if (target === room || target === "npm") return false;
      const allowed = rooms.get(room);
      return allowed === undefined || !(typeOnly ? allowed.types : allowed.values).has(target);
    });
    expect(
      forbidden.map(({ file, target, typeOnly }) => `${file} imports ${typeOnly ? "types of " : ""}${target}`),
    ).toEqual([]);
  });

  test("that simulate know no machine", () => {
    const simulated = imports.filter(
      ({ file, target }) =>
        file.startsWith("src/drivers/") &&
        !file.startsWith("src/drivers/live/") &&
        ["node:", "machine", "inventory"].includes(target),
    );
    expect(simulated.map(({ file }) => file)).toEqual([]);
  });

  test("leave the process and the console to cli", () => {
    const talkers = files.filter(
      (file) =>
        !relative(SRC, file).startsWith("cli/") &&
        /\b(process\.|console\.)/.test(withoutComments(readFileSync(file, "utf8"))),
    );
    expect(talkers.map((file) => relative(ROOT, file))).toEqual([]);
  });

  test("read no clock where a result is made", () => {
    const clocks = files.filter((file) =>
      /Date\.now|new Date\(|performance\.now|Math\.random/.test(withoutComments(readFileSync(file, "utf8"))),
    );
    expect(
      clocks
        .map((file) => relative(SRC, file))
        .filter((file) => !file.startsWith("cli/"))
        .sort(),
    ).toEqual(["experiment/run-shards.ts", "machine/clock.ts"]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}
