// The registry of commands: nothing is forgotten in it, everything says what it is, and starting the program loads none
// of what its commands need.

import type { Command } from "commander";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { CliCommand } from "../../../src/ui/cli/arguments/cli-command.ts";
import { makeProgram } from "../../../src/ui/cli/program.ts";
import { ROOT } from "./command.ts";

const CLI = join(ROOT, "src/ui/cli");

describe("the registry of commands", () => {
  const program = makeProgram();

  test("has each folder of commands/, and each folder has its command.ts", () => {
    const folders = readdirSync(join(CLI, "commands"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(folders.length).toBeGreaterThan(10);
    for (const folder of folders) expect(existsSync(join(CLI, "commands", folder, "command.ts")), folder).toBe(true);
    expect(program.commands.map((command) => command.name()).sort()).toEqual(folders.sort());
  });

  test("says of every command, and of every option, what it is", () => {
    for (const command of everyCommand(program)) {
      expect(command.description(), pathOf(command)).not.toBe("");
      for (const option of command.options)
        expect(option.description, `${pathOf(command)} ${option.flags}`).not.toBe("");
    }
  });

  test("lists the exit codes of every command in its help", () => {
    for (const command of everyCommand(program)) {
      expect(command, pathOf(command)).toBeInstanceOf(CliCommand);
      const [, codes] = command.helpInformation().split("Exit codes:\n");
      expect(codes, pathOf(command)).toMatch(/^ {2}0 [^]*^ {2}2 [^]*^ {2}4 [^]*^ {2}70 [^]*^ {2}130 [^]*^ {2}143 /m);
    }
    expect(find("compare").helpInformation()).toContain("with --fail-if-different");
    expect(find("trace").helpInformation()).not.toMatch(/^ {2}[13] /m);
  });

  test("states an option that several commands have in the same words", () => {
    const described = new Map<string, Set<string>>();
    for (const command of everyCommand(program))
      for (const { long, description, flags } of command.options)
        if (["--seed", "--trials", "--replications", "--workers"].includes(long ?? ""))
          described.set(flags, (described.get(flags) ?? new Set()).add(description));
    expect([...described.values()].map(({ size }) => size)).toEqual([1, 1, 1, 1]);
  });

  function find(name: string): Command {
    const found = program.commands.find((command) => command.name() === name);
    if (found === undefined) throw new Error(`no command ${name}`);
    return found;
  }
});

test("starting the program loads neither worlds nor studies nor charts: commands do, when they are run", () => {
  const loaded = [...staticImports(join(CLI, "main.ts"))].map((file) => relative(join(ROOT, "src"), file));
  expect(loaded).toContain("ui/cli/commands/run/command.ts");
  expect(loaded.filter((file) => !/^(base\/(prelude|platform)|ui\/cli|core\/scenario\/limits\.ts)/.test(file))).toEqual(
    [],
  );
  const packages = loaded.flatMap((file) => packagesOf(join(ROOT, "src", file)));
  expect(new Set(packages.filter((name) => !name.startsWith("node:")))).toEqual(new Set(["commander"]));
});

function everyCommand(program: Command): Command[] {
  return [program, ...program.commands.flatMap((command) => everyCommand(command))];
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** The files that are loaded with this one: by `import … from`, but not `import type` and not `import()`. */
function staticImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const name of importsOf(file)) if (name.startsWith(".")) staticImports(resolve(dirname(file), name), seen);
  return seen;
}

function packagesOf(file: string): string[] {
  return importsOf(file).filter((name) => !name.startsWith("."));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)";/gms)].map(([, name]) => name);
}
