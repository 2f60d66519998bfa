// Whatever is wrong with what a user gives is said in words that help, with exit code 2, before anything is done.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT, run3rc, temporaryFolder } from "./command.ts";

const CRASH = "scenarios/paper-crash.yaml";

describe("3rc refuses, with exit code 2,", () => {
  const files: readonly (readonly [name: string, make: (folder: string) => string, says: RegExp])[] = [
    ["a file that is not there", (folder) => join(folder, "none.yaml"), /none\.yaml: there is no such file/],
    ["a directory", (folder) => folder, /is a directory; expected a scenario file/],
    ["an empty file", (folder) => put(folder, "empty.yaml", ""), /empty\.yaml: is empty; expected a scenario/],
    [
      "a binary file",
      (folder) => put(folder, "binary.yaml", Buffer.from([0, 1, 2, 255, 254])),
      /binary\.yaml: is not text/,
    ],
    ["a file of 50 MB, without reading it", (folder) => large(folder), /large\.yaml: has 50000000 bytes; expected/],
    [
      "an unknown key, with the one that was meant",
      (folder) => changed(folder, "  fall: 3 ", "  fal: 3 "),
      /changed\.yaml:\d+:3: unknown key "fal" \(did you mean "fall"\?\)\n.*fal: 3.*\n +\^/,
    ],
    [
      "an unknown host",
      (folder) => changed(folder, "home: alfa01, cpu", "home: alfa1, cpu"),
      /there is no host alfa1 \(did you mean "alfa01"\?\)/,
    ],
    ["a negative duration", (folder) => changed(folder, "interval: 15s", "interval: -15s"), /is negative/],
    [
      "a duration without a unit",
      (folder) => changed(folder, "interval: 15s", "interval: 15"),
      /15 has no unit: write 15s/,
    ],
    [
      "a VM that fits on no host",
      (folder) => changed(folder, "memory: 4GB", "memory: 400GB"),
      /gridce fits on no host/,
    ],
  ];

  for (const [name, make, says] of files) {
    test(name, async () => {
      const folder = temporaryFolder();
      const out = join(folder, "out");
      for (const command of [
        ["run", make(folder), "--out", out],
        ["validate", make(folder)],
        ["trace", make(folder)],
      ]) {
        const { code, stdout, stderr } = await run3rc(command);
        expect([command[0], code, stdout, stderr]).toEqual([command[0], 2, "", expect.stringMatching(says)]);
      }
      expect(existsSync(out)).toBe(false);
    });
  }

  test("a result folder that cannot be written, before it works for nothing", async () => {
    const inTheWay = put(temporaryFolder(), "file", "");
    for (const out of [inTheWay, join(inTheWay, "below"), "/proc/results"]) {
      const { code, stderr } = await run3rc(["run", CRASH, "--out", out]);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`${out}: results cannot be written there`)]);
    }
  });

  test("an unknown command or option, with the one that was meant", async () => {
    expect(await run3rc(["rum", CRASH])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Did you mean run?") as string,
    });
    expect(await run3rc(["run", CRASH, "--sed", "1"])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Did you mean .*--seed/) as string,
    });
  });

  test("numbers that are none", async () => {
    for (const option of ["--trials", "--replications", "--workers"]) {
      for (const value of ["0", "-1", "1.5", "many", "1e9999"]) {
        expect(await run3rc(["run", CRASH, option, value])).toMatchObject({
          code: 2,
          stderr: expect.stringContaining("expected a whole number") as string,
        });
      }
    }
  });

  test("more replications than can be kept", async () => {
    expect(await run3rc(["run", "scenarios/sns-pisa.yaml", "--replications", "1000001"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("expected at most 1000000") as string,
    });
  });

  test("--replications for scenarios that have none", async () => {
    expect(await run3rc(["run", CRASH, "--replications", "5"])).toMatchObject({
      code: 2,
      stderr: "--replications: no scenario here is of kind availability\n",
    });
  });

  test("a change of something that the scenario does not know", async () => {
    const said = await run3rc([
      "run",
      CRASH,
      "--set",
      "controller.fal=5",
      "--set",
      "monitor.interval=soon",
      "--set",
      "nonsense",
    ]);
    expect(said.code).toBe(2);
    expect(said.stderr).toContain('--set controller.fal=5: unknown key "fal" (did you mean "fall"?)');
    expect(said.stderr).toContain("--set monitor.interval=soon:");
    expect(said.stderr).toContain("--set nonsense: expected path=value");
  });

  test("two scenarios of one name, whose results would overwrite each other", async () => {
    const copy = join(temporaryFolder(), "copy.yaml");
    copyFileSync(join(ROOT, CRASH), copy);
    expect(await run3rc(["run", CRASH, copy])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("is named paper-crash, as is") as string,
    });
  });

  test("to explain what is no result, and trials that there are not", async () => {
    const out = temporaryFolder();
    expect(await run3rc(["explain", out])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("is not a result folder") as string,
    });
    await run3rc(["run", CRASH, "--trials", "5", "--no-report", "--quiet", "--out", out]);
    expect(await run3rc(["explain", join(out, "paper-crash"), "5"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("there is no trial 5") as string,
    });
    writeFileSync(
      join(out, "paper-crash/scenario.yaml"),
      readFileSync(join(out, "paper-crash/scenario.yaml"), "utf8").replace("fall: 3", "fall: 4"),
    );
    expect(await run3rc(["explain", join(out, "paper-crash"), "0"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("is not the scenario that made these results") as string,
    });
    writeFileSync(join(out, "paper-crash/manifest.json"), "{ broken");
    expect(await run3rc(["explain", join(out, "paper-crash"), "0"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("manifest.json") as string,
    });
  });

  test("all of several bad files at once, and runs none", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "out");
    const { code, stderr } = await run3rc([
      "run",
      put(folder, "a.yaml", ""),
      CRASH,
      join(folder, "b.yaml"),
      "--out",
      out,
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/a\.yaml: is empty[^]*b\.yaml: there is no such file/);
    expect(existsSync(out)).toBe(false);
  });

  test("to put results in the place of what is not its own, and leaves that as it was", async () => {
    const refused = async (args: readonly string[], says: RegExp) =>
      expect(await run3rc(args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(says) as string });
    const campaign = (out: string) => ["run", CRASH, "--trials", "5", "--no-report", "--quiet", "--out", out];
    for (const [stand, says] of inTheWay) {
      const out = temporaryFolder();
      stand(join(out, "paper-crash"));
      const before = readdirSync(out, { withFileTypes: true });
      await refused(campaign(out), says);
      expect(readdirSync(out, { withFileTypes: true })).toEqual(before);
    }
    const out = temporaryFolder();
    put(out, "paper-crash.checkpoint", "mine");
    await refused(campaign(out), /paper-crash\.checkpoint: is not a checkpoint of this program, and would be replaced/);
    const results = temporaryFolder();
    expect((await run3rc(campaign(results))).code).toBe(0);
    const side = join(results, "paper-crash");
    for (const [stand, says] of inTheWay) {
      const target = join(temporaryFolder(), "comparison");
      stand(target);
      await refused(["compare", side, side, "--out", target], says);
    }
  });

  test("but puts new results in the place of earlier ones, and into an empty folder", async () => {
    const out = temporaryFolder();
    mkdirSync(join(out, "paper-crash"));
    for (const trials of ["5", "6"])
      expect((await run3rc(["run", CRASH, "--trials", trials, "--no-report", "--quiet", "--out", out])).code).toBe(0);
    expect(readdirSync(join(out, "paper-crash")).sort()).toEqual(["manifest.json", "scenario.yaml", "summary.json"]);
    expect(JSON.parse(readFileSync(join(out, "paper-crash/summary.json"), "utf8"))).toMatchObject({ trials: 6 });
  });
});

/** What may stand where results are to go, and what is said of it. */
const inTheWay: readonly (readonly [stand: (path: string) => void, says: RegExp])[] = [
  [
    (path) => {
      mkdirSync(path);
      put(path, "mine.txt", "mine");
    },
    /holds something else than .*, and would be replaced/,
  ],
  [
    (path) => {
      mkdirSync(path);
      put(path, "manifest.json", "{}");
      put(path, "comparison.json", "{}");
    },
    /holds something else than .*, and would be replaced/,
  ],
  [(path) => writeFileSync(path, "mine"), /is not a folder, and would be replaced/],
  [(path) => symlinkSync("elsewhere", path), /is a symbolic link, which would be replaced/],
];

function put(folder: string, name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** Holes on disk, but a size like any other. */
function large(folder: string): string {
  const file = put(folder, "large.yaml", "");
  truncateSync(file, 50_000_000);
  return file;
}

function changed(folder: string, from: string, to: string): string {
  const text = readFileSync(join(ROOT, CRASH), "utf8");
  expect(text).toContain(from);
  return put(folder, "changed.yaml", text.replace(from, to));
}
