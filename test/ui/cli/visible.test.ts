// Control characters of what others have written are shown, never sent.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { visible } from "../../../src/ui/cli/terminal/visible.ts";
import { run3rc, temporaryFolder } from "./command.ts";

test("every control character is spelled out but line breaks and tabs", () => {
  expect(visible("a\x1b[31mb\x07\x00\x7f\x9b\r c\n\td é")).toBe("a\\x1b[31mb\\x07\\x00\\x7f\\x9b\\x0d c\n\td é");
});

test.each([
  ["a key", "clu\\x1bster", "name: a\nclu\x1bster: 3\n"],
  ["a value", 'name: "a\\x1b]0;b', 'name: "a\x1b]0;b"\n'],
  ["a line of what is no YAML", "\\x1b[2J", "name: [a\x1b[2J\n"],
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
    expect([code, stderr]).toEqual([2, expect.stringContaining("\\x1b")]);
    expect(stdout + stderr).not.toContain("\x1b");
  }
});
