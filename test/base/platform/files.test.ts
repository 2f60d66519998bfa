// Files that must stay complete: when the disk is full, after a power cut, and when two processes use the same.

import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { lockFile } from "../../../src/base/platform/file-lock.ts";
import { parseIdentity } from "../../../src/base/platform/process.ts";
import { LineFile, wholeLines } from "../../../src/base/platform/files.ts";
import { temporaryFolder } from "../../ui/cli/command.ts";

const built = (module: string) =>
  JSON.stringify(pathToFileURL(resolve(import.meta.dirname, `../../../dist/base/platform/${module}.js`)).href);

describe("a file of lines", () => {
  test("has only complete lines when the disk is full", () => {
    const path = join(temporaryFolder(), "lines");
    const script = `
      import { LineFile } from ${built("files")};
      const file = new LineFile(${JSON.stringify(path)});
      try { for (let i = 0; i < 1000; i++) file.add("x".repeat(100)); } catch (error) { console.log(error.code); }
      file.add("y");
    `;
    const { stdout } = spawnSync(
      "sh",
      ["-c", 'ulimit -f 8; exec "$@"', "sh", process.execPath, "--input-type=module", "-e", script],
      { encoding: "utf8" },
    );
    expect(stdout).toBe("EFBIG\n");
    const lines = readFileSync(path, "utf8").split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.pop()).toBe("y");
    expect(lines.length).toBeGreaterThan(10);
    expect(new Set(lines)).toEqual(new Set(["x".repeat(100)]));
  });

  test("is read without a torn line, and continues after it", () => {
    const path = join(temporaryFolder(), "lines");
    expect(wholeLines(path)).toEqual([]);
    writeFileSync(path, "one\ntwo\nthr");
    expect(wholeLines(path)).toEqual(["one", "two"]);
    const file = new LineFile(path);
    file.add("three");
    file.close();
    expect(wholeLines(path)).toEqual(["one", "two", "three"]);
  });
});

describe("the lock of a file", () => {
  test("has one holder at a time, also within a process", () => {
    const path = join(temporaryFolder(), "lock");
    const letGo = lockFile(path);
    expect(letGo).toBeDefined();
    expect(lockFile(path)).toBeUndefined();
    letGo?.();
    const again = lockFile(path);
    expect(again).toBeDefined();
    again?.();
  });

  test("does not change the content of the file", () => {
    const path = join(temporaryFolder(), "lock");
    appendFileSync(path, "mine");
    lockFile(path)?.();
    expect(readFileSync(path, "utf8")).toBe("mine");
  });

  test("ends with the process that held it, however that ends", async () => {
    const path = join(temporaryFolder(), "lock");
    const script =
      `import { lockFile } from ${built("file-lock")}; console.log(lockFile(${JSON.stringify(path)}) !== ` +
      "undefined); setInterval(() => {}, 1000);";
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((said) => child.stdout.once("data", said));
    expect(lockFile(path)).toBeUndefined();
    child.kill("SIGKILL");
    await new Promise((ended) => child.once("close", ended));
    const letGo = lockFile(path);
    expect(letGo).toBeDefined();
    letGo?.();
  });
});

describe("the lock of a name, where there is no flock", () => {
  const script = (path: string) =>
    `import { lockName } from ${built("file-lock")}; console.log(lockName(${JSON.stringify(path)}) !== undefined);`;
  const env = { ...process.env, PATH: "" };
  const locks = (path: string) =>
    spawnSync(process.execPath, ["--input-type=module", "-e", script(path)], { env, encoding: "utf8" }).stdout;

  test("keeps others out as long as its holder lives, and no longer", async () => {
    const path = join(temporaryFolder(), "lock");
    const holder = spawn(
      process.execPath,
      ["--input-type=module", "-e", `${script(path)} setInterval(() => {}, 1000);`],
      {
        env,
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    await new Promise((said) => holder.stdout.once("data", said));
    expect(parseIdentity(readFileSync(path, "utf8"))?.pid).toBe(holder.pid);
    expect(locks(path)).toBe("false\n");
    holder.kill("SIGKILL");
    await new Promise((ended) => holder.once("close", ended));
    expect(locks(path)).toBe("true\n");
  });
});
