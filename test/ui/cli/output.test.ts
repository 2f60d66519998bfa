// Output that cannot be written.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ROOT, temporaryFolder } from "./command.ts";

const inShell = (line: string) => spawnSync("sh", ["-c", line], { encoding: "utf8", cwd: ROOT });

describe.skipIf(!existsSync("/dev/full"))("on a disk that is full", () => {
  test.each([
    ["run scenarios/paper-crash.yaml --trials 10 --no-report --quiet --json", "--out"],
    ["trace scenarios/tutorial.yaml --journal", ""],
    ["schema", ""],
    ["validate scenarios/tutorial.yaml", ""],
    ["--help", ""],
  ])("a command ends with 4 and says so: %s", (words, out) => {
    const folder = out === "" ? "" : `${out} ${temporaryFolder()}`;
    const { status, stderr } = inShell(`node dist/3rc/main.js ${words} ${folder} > /dev/full`);
    expect([status, stderr]).toEqual([4, expect.stringContaining("no space left on the disk (ENOSPC, write)\n")]);
  });
});

test("a pipe that is closed early ends a command quietly", () => {
  const { status, stdout, stderr } = inShell(
    `(node dist/3rc/main.js trace scenarios/mass-reinstall.yaml; echo "ended with $?" >&2) | head -1`,
  );
  expect(status).toBe(0);
  expect(stdout.split("\n")).toHaveLength(2);
  expect(stderr).toMatch(/ended with 0\n$/);
  expect(stderr).not.toMatch(/EPIPE|rror/);
});
