// How the tests themselves are run: one room, one file, and the line that repeats a failure.

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { chosen } from "../rooms.mjs";
import { repeatLine } from "../repeat-line.ts";

const RUN = resolve(import.meta.dirname, "../run.mjs");

describe("npm test --", () => {
  test.each([
    ["controller", ["test/core/controller/"]],
    ["live/service", ["test/live/service/"]],
    ["core", ["test/core/"]],
    ["driver", ["test/live/driver/", "test/simulated/driver/"]],
    ["test/architecture/running.test.ts", ["test/architecture/running.test.ts"]],
  ])("%s runs only that, and no lab", (word, paths) => {
    expect(chosen([word, "-t", "a name"])).toEqual({
      unknown: undefined,
      runs: [{ config: "vitest.config.ts", words: [...paths, "-t", "a name"] }],
    });
  });

  test("on-lab runs what needs a lab, and only that", () => {
    expect(chosen(["on-lab"]).runs.map(({ config }) => config)).toEqual([
      "on-lab/driver.config.ts",
      "on-lab/vitest.config.ts",
    ]);
  });

  test("an unknown word is refused, with a list of the rooms", () => {
    const { status, stderr } = spawnSync(process.execPath, [RUN, "controler"], { encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^there is no room and no file of tests "controler"; rooms: .*core\/controller/);
  });
});

describe("the line that repeats a failure", () => {
  const failure = { file: "test/core/a.test.ts", config: "test/vitest.config.ts", messages: [] };

  test("names the file and the test, as a pattern and for a shell", () => {
    expect(repeatLine({ ...failure, names: ["a host", "isn't fenced (twice)"] })).toBe(
      "npx vitest run --config test/vitest.config.ts test/core/a.test.ts -t '^a host isn'\\''t fenced \\(twice\\)$'",
    );
  });

  test("has the seed that a property was drawn with", () => {
    const messages = ['Property failed after 1 tests\n{ seed: -42, path: "0:1", endOnFailure: true }'];
    expect(repeatLine({ ...failure, names: ["p"], messages })).toMatch(/^SEED=-42 npx vitest .* -t '\^p\$'$/);
  });

  test("names the file alone if it could not be loaded", () => {
    expect(repeatLine({ ...failure, names: [] })).toBe(
      "npx vitest run --config test/vitest.config.ts test/core/a.test.ts",
    );
  });
});
