// A result folder that is replaced: what this program made goes, what others have put there stays.

import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../../src/base/prelude/refusal.ts";
import { holdFolders, clearHalfWritten, writeListed } from "../../../src/study/results/result-folder.ts";
import { temporaryFolder } from "../../ui/cli/command.ts";

const made = (...names: string[]) =>
  new Map([["manifest.json", "{}\n"], ...names.map((name) => [name, "new"] as const)]);

/** Every file below the folder, and what is in it. */
function contents(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.sort().map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}

function put(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

describe("a result folder that is written again", () => {
  test("keeps what others have put there, at any depth, and nothing of its own earlier files", () => {
    const folder = join(temporaryFolder(), "result");
    writeListed(folder, "manifest.json", made("trials.csv", "charts/old.svg"));
    const others = { "notes.ipynb": "mine", "charts/mine.svg": "mine too", "figures/a/b.txt": "deep" };
    put(folder, others);
    mkdirSync(join(folder, "empty"));
    symlinkSync("nowhere", join(folder, "link"));
    writeListed(folder, "manifest.json", made("trials.csv", "charts/new.svg"));
    const { "manifest.json": manifest, ...rest } = contents(folder);
    expect(rest).toEqual({ ...others, "trials.csv": "new", "charts/new.svg": "new" });
    expect(JSON.parse(manifest)).toEqual({ files: ["charts/new.svg", "manifest.json", "trials.csv"] });
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(["empty", "link"]));
    expect(readdirSync(dirname(folder))).toEqual(["result"]);
  });

  test("puts aside, and does not drop, what has the name of a file that it makes now", () => {
    const folder = join(temporaryFolder(), "result");
    writeListed(folder, "manifest.json", made());
    put(folder, { "vms.csv": "mine" });
    writeListed(folder, "manifest.json", made("vms.csv"));
    writeListed(folder, "manifest.json", made("vms.csv"));
    expect(contents(folder)).toMatchObject({ "vms.csv": "new", "vms.csv.kept": "mine" });
  });

  test("knows its own files of version 0.3, which are listed nowhere, by their names", () => {
    const folder = join(temporaryFolder(), "result");
    put(folder, {
      "manifest.json": "{}",
      "vms.csv": "old",
      "charts/nines-by-unit.svg": "old",
      "charts/mine.svg": "mine",
    });
    writeListed(folder, "manifest.json", made("trials.csv"));
    expect(Object.keys(contents(folder))).toEqual(["charts/mine.svg", "manifest.json", "trials.csv"]);
  });
});

test("a folder that is held is held by one at a time, and leaves nothing when it is let go", () => {
  const out = temporaryFolder();
  const letGo = holdFolders(out, ["one", "two"]);
  expect(() => holdFolders(out, ["three", "two"])).toThrow(Refusal);
  expect(() => holdFolders(out, ["two"])).toThrow(/two: another run is writing its results there/);
  holdFolders(out, ["three"])();
  letGo();
  holdFolders(out, ["one", "two"])();
  expect(readdirSync(out)).toEqual([]);
});

test("what a run that died has left of its name is swept away; an earlier result comes back; the rest stays", () => {
  const out = temporaryFolder();
  const [swept, kept] = [
    ["a.new.tmp", "a.17.tmp", "a.checkpoint.tmp", "a.checkpoint.17.tmp"],
    ["a", "a.checkpoint", "b.17.tmp", "a.tmp", "my-a.new.tmp", "a.notes.tmp"],
  ];
  for (const name of [...swept, ...kept]) writeFileSync(join(out, name), name);
  mkdirSync(join(out, "c.old.tmp"));
  clearHalfWritten(out, ["a", "c"]);
  expect(readdirSync(out).sort()).toEqual([...kept, "c"].sort());
  expect(existsSync(join(out, "c.old.tmp"))).toBe(false);
});
