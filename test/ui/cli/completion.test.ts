// Completions and the manual page are made from the registered commands: they are tried in the shells that are here,
// and bash is everywhere.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { VERSION } from "../../../src/base/platform/version.ts";
import { described, everyCommand } from "../../../src/ui/cli/arguments/described.ts";
import { bashCompletion } from "../../../src/ui/cli/commands/completion/bash.ts";
import { fishCompletion } from "../../../src/ui/cli/commands/completion/fish.ts";
import { zshCompletion } from "../../../src/ui/cli/commands/completion/zsh.ts";
import { manPage } from "../../../src/ui/cli/commands/man/man.ts";
import { makeProgram } from "../../../src/ui/cli/program.ts";
import { temporaryFolder } from "./command.ts";

const PROGRAM = described(makeProgram());
const COMMANDS = everyCommand(PROGRAM);

const has = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args).error === undefined;

/** What bash offers after these words, of which the last is being typed, in a folder of its own. */
function bashOffers(...words: readonly string[]): string[] {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "results"));
  writeFileSync(join(folder, "a.yaml"), "");
  const script = `${bashCompletion(PROGRAM)}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _3rc; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", script, "bash", "3rc", ...words], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((line) => line !== "");
}

describe("bash completes", () => {
  test("commands, and the sub commands of each", () => {
    expect(bashOffers("")).toEqual(PROGRAM.commands.map(({ path }) => path[0]));
    expect(bashOffers("c")).toEqual(expect.arrayContaining(["compare", "controller", "ctl", "completion"]));
    for (const { path, commands } of PROGRAM.commands.filter((command) => command.commands.length > 0))
      expect(bashOffers(...path, "")).toEqual(commands.map((child) => child.path[1]));
  });

  test("every option of every command", () => {
    for (const { path, options } of COMMANDS)
      expect(bashOffers(...path, "-"), path.join(" ")).toEqual(options.map(({ long }) => long));
  });

  test("files where a file is meant, folders where a folder is, and nothing where it cannot know", () => {
    expect(bashOffers("run", "")).toEqual(expect.arrayContaining(["a.yaml", "results"]));
    expect(bashOffers("run", "a.yaml", "--out", "")).toEqual(["results"]);
    expect(bashOffers("run", "--out", "=", "re")).toEqual(["results"]);
    expect(bashOffers("compare", "")).toEqual(["results"]);
    expect(bashOffers("run", "--seed", "")).toEqual([]);
    expect(bashOffers("schema", "--help", "").filter((offer) => offer.startsWith("-"))).toEqual([]);
  });

  test("words that are the only ones allowed", () => {
    expect(bashOffers("compare", "--half", "")).toEqual(["even", "odd"]);
    expect(bashOffers("completion", "")).toEqual(["bash", "zsh", "fish"]);
  });
});

test.skipIf(!has("fish", "--version"))("fish completes commands, sub commands and options", () => {
  const offers = (line: string) => {
    const script = `${fishCompletion(PROGRAM)}\ncomplete -C ${`'${line}'`}`;
    const { stdout, stderr } = spawnSync("fish", ["--no-config", "-c", script], { encoding: "utf8" });
    expect(stderr).toBe("");
    return stdout.split("\n").map((offer) => offer.split("\t")[0]);
  };
  expect(offers("3rc ")).toEqual(expect.arrayContaining(PROGRAM.commands.map(({ path }) => path[0])));
  expect(offers("3rc lab ")).toEqual(expect.arrayContaining(["up", "status", "down"]));
  for (const { path, options } of COMMANDS)
    expect(offers(["3rc", ...path, "--"].join(" "))).toEqual(expect.arrayContaining(options.map(({ long }) => long)));
  expect(offers("3rc completion ")).toEqual(expect.arrayContaining(["bash", "zsh", "fish"]));
});

test.skipIf(!has("zsh", "--version"))("zsh reads its script without an error, and defines what it needs", () => {
  const asked = "print $_comps[3rc] $+functions[_3rc_ctl_status]";
  const script = `autoload -Uz compinit; compinit -u -D; ${zshCompletion(PROGRAM)}\n${asked}`;
  const { stdout, stderr } = spawnSync("zsh", ["-f", "-c", script], { encoding: "utf8" });
  expect([stderr, stdout]).toEqual(["", "_3rc 1\n"]);
});

describe("the manual page", () => {
  const page = manPage(PROGRAM, VERSION);

  test("has every command with its arguments and options, and every exit code", () => {
    const plain = page.replaceAll("\\-", "-");
    for (const { path, options, commands } of COMMANDS) {
      if (commands.length > 0) continue;
      const [, rest] = plain.split(`\n.SS 3rc ${path.join(" ")}\n`);
      const section = rest.split(/\n\.S[SH] /)[0];
      for (const { long } of options) expect(section, path.join(" ")).toContain(long);
    }
    const [, status] = plain.split(".SH EXIT STATUS\n");
    expect([...status.matchAll(/^\.B (\d+)$/gm)].map(([, code]) => Number(code))).toEqual(
      PROGRAM.exits.map(({ code }) => code),
    );
  });

  test("has the sections that a page has, and no line that roff would take for a command of its own", () => {
    expect([...page.matchAll(/^\.SH (.*)$/gm)].map(([, title]) => title)).toEqual([
      "NAME",
      "SYNOPSIS",
      "DESCRIPTION",
      "COMMANDS",
      "EXIT STATUS",
      "EXAMPLES",
    ]);
    for (const line of page.split("\n").filter((each) => /^[.']/.test(each)))
      expect(line).toMatch(/^\.(TH|SH|SS|TP|B|I|br|PP|nf|fi)\b/);
    expect(page).toMatch(/^[\x20-\x7e\n]*$/);
  });

  test.skipIf(!has("mandoc"))("has nothing that mandoc calls an error", () => {
    const { stdout, status } = spawnSync("mandoc", ["-Tlint", "-Werror"], { input: page, encoding: "utf8" });
    expect([stdout, status]).toEqual(["", 0]);
  });
});
