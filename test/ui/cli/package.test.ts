// What `npm pack` makes: the program and its types without its tests, and a library whose documented example runs,
// typed, wherever it is unpacked. The modules must have been built before.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "./command.ts";

/** Added to the example: types are there, as this is refused. */
const WRONG = `
// @ts-expect-error: is no scenario
export const wrong = () => runCampaign({ name: 1 });
`;
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");

describe("the packed program", () => {
  const project = mkdtempSync(join(tmpdir(), "3rc-pack-"));
  const packed = join(project, "node_modules/3rc");
  let files: readonly string[] = [];

  beforeAll(() => {
    // Without its scripts, which would build what other tests are running.
    const made = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", project], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [{ filename }] = JSON.parse(made) as readonly { filename: string }[];
    mkdirSync(packed, { recursive: true });
    execFileSync("tar", ["-xf", join(project, filename), "-C", packed, "--strip-components", "1"]);
    linkDependencies(join(project, "node_modules"));
    files = readdirSync(packed, { recursive: true, encoding: "utf8" });
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  test("has the command, the library, its types, the man page, scenarios, and neither tests nor sources", () => {
    for (const name of [
      "dist/3rc/main.js",
      "dist/index.js",
      "dist/index.d.ts",
      "dist/3rc.1",
      "scenarios/tutorial.yaml",
    ])
      expect(files).toContain(name);
    expect(new Set(files.map((name) => name.split("/")[0]))).toEqual(
      new Set(["dist", "scenarios", "package.json", "README.md", ...files.filter((name) => /^LICENSE/.test(name))]),
    );
    expect(files.filter((name) => /\.test\.|(?<!\.d)\.ts$/.test(name))).toEqual([]);
    for (const folder of ["dist/3rc", "dist/study/runners"]) expect(files).toContain(`${folder}/shard-worker.js`);
  });

  test("runs its command", () => {
    const args = ["run", "scenarios/paper-crash.yaml", "--trials", "50", "--no-report", "--json", "--out", "out"];
    const main = join(packed, "dist/3rc/main.js");
    const said = execFileSync(process.execPath, [main, ...args], { cwd: packed, encoding: "utf8" });
    expect(JSON.parse(said)).toMatchObject({ trials: 50 });
  });

  test("is a library whose example has sound types and prints what docs/library.md says", () => {
    const [program, printed] = exampleOf(readFileSync(join(ROOT, "docs/library.md"), "utf8"));
    writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(project, "example.ts"), `${program}${WRONG}`);
    const compiled = spawnSync(
      process.execPath,
      [TSC, "--strict", "--module", "NodeNext", "--target", "ES2022", "--types", "node", "example.ts"],
      { cwd: project, encoding: "utf8" },
    );
    expect([compiled.stdout, compiled.status]).toEqual(["", 0]);
    expect(execFileSync(process.execPath, ["example.js"], { cwd: project, encoding: "utf8" })).toBe(printed);
  });
});

test("the library hands names on, and does nothing else", () => {
  const statements = readFileSync(join(ROOT, "src/index.ts"), "utf8")
    .split(";")
    .map((text) => text.replace(/\/\/.*$/gm, "").trim())
    .filter((text) => text !== "");
  expect(statements.length).toBeGreaterThan(5);
  for (const statement of statements) expect(statement).toMatch(/^export (type )?\{[^}]+\} from "\.\/[^"]+"$/);
});

/** What it needs is taken from here, as nothing is fetched in a test. */
function linkDependencies(modules: string): void {
  for (const entry of readdirSync(join(ROOT, "node_modules")))
    if (!entry.startsWith(".") && entry !== "3rc") symlinkSync(join(ROOT, "node_modules", entry), join(modules, entry));
}

/** The program of a page, and what it prints. */
function exampleOf(page: string): readonly [program: string, printed: string] {
  const program = /```ts\n([^]*?)```/.exec(page)?.[1];
  const printed = /```text\n([^]*?)```/.exec(page)?.[1];
  if (program === undefined || printed === undefined) throw new Error("the page has no example, or not what it prints");
  return [program, printed];
}
