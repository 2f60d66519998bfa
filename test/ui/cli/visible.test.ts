// Control characters of what others have written are shown, never sent.

import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { visible } from "../../../src/ui/cli/terminal/visible.ts";
import { ROOT, run3rc, temporaryFolder } from "./command.ts";

test("every control character is spelled out but line breaks and tabs", () => {
  expect(visible("a\x1b[31mb\x07\x00\x7f\x9b\r c\n\td é")).toBe(
    "a\\u001b[31mb\\u0007\\u0000\\u007f\\u009b\\u000d c\n\td é",
  );
});

test.each([
  ["a key", "clu\\u001bster", "name: a\nclu\x1bster: 3\n"],
  ["a value", 'name: "a\\u001b]0;b', 'name: "a\x1b]0;b"\n'],
  ["a line of what is no YAML", "\\u001b[2J", "name: [a\x1b[2J\n"],
])("an escape in %s of a scenario is shown", async (_, shown, text) => {
  const file = join(temporaryFolder(), "s.yaml");
  writeFileSync(file, text);
  const { code, stdout, stderr } = await run3rc(["validate", file]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(shown)]);
  expect(stdout + stderr).not.toContain("\x1b");
});

test("an escape in the name of a file, an option or a command is shown", async () => {
  for (const words of [["validate", "no\x1bfile.yaml"], ["run", "--s\x1bt"], ["ru\x1bn"]]) {
    const { code, stdout, stderr } = await run3rc(words);
    expect([code, stderr]).toEqual([2, expect.stringContaining("\\u001b")]);
    expect(stdout + stderr).not.toContain("\x1b");
  }
});

test("an escape is shown on standard output too, and JSON there stays JSON", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "s\x1b[31m.yaml");
  copyFileSync(join(ROOT, "scenarios/tutorial.yaml"), file);
  const validated = await run3rc(["validate", file]);
  expect([validated.code, validated.stdout]).toEqual([0, expect.stringContaining("s\\u001b[31m.yaml: tutorial")]);
  expect(validated.stdout).not.toContain("\x1b");
  expect(visible(JSON.stringify({ a: "\x1b\x9b" }))).not.toMatch(/[\x1b\x9b]/);
  expect(JSON.parse(visible(JSON.stringify({ a: "\x1b\x9b" })))).toEqual({ a: "\x1b\x9b" });
});
