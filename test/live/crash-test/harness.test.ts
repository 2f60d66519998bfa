// What may work on the machines of an inventory: one harness, or controllers that lead, and never both.

import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { parseIdentity, thisProcess } from "../../../src/base/platform/process.ts";
import { Harness } from "../../../src/live/crash-test/campaign/harness.ts";
import { temporaryFolder } from "../../ui/cli/command.ts";

const BUILT = pathToFileURL(resolve(import.meta.dirname, "../../../dist/live/crash-test/campaign/harness.js")).href;

/** A process that does this with the harness of the folder, prints the result, and stays until it is ended. */
function process3rc(folder: string, what: "take" | "serve"): { said: Promise<string>; end: () => Promise<void> } {
  const script =
    `import { Harness } from ${JSON.stringify(BUILT)}; console.log(new Harness(${JSON.stringify(folder)}).${what}` +
    `() ?? "mine"); process.stdin.resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((end) => child.once("close", () => end()));
  return {
    said: new Promise((said) => child.stdout.setEncoding("utf8").once("data", (text: string) => said(text.trim()))),
    end: () => {
      child.stdin.end();
      return ended;
    },
  };
}

test("of many processes that start at once after one that died, exactly one takes the harness", async () => {
  const folder = temporaryFolder();
  for (let round = 0; round < 3; round++) {
    mkdirSync(folder, { recursive: true });
    // This number, but another process.
    writeFileSync(join(folder, "harness.pid"), JSON.stringify({ ...thisProcess(), began: "1" }));
    const comers = Array.from({ length: 5 }, () => process3rc(folder, "take"));
    const said = await Promise.all(comers.map((comer) => comer.said));
    expect(said.filter((what) => what === "mine")).toHaveLength(1);
    const holder = parseIdentity(readFileSync(join(folder, "harness.pid"), "utf8"))?.pid;
    expect(new Set(said)).toEqual(new Set(["mine", String(holder)]));
    await Promise.all(comers.map((comer) => comer.end()));
  }
});

test("a harness knows of a controller that leads, and may work when that has ended, in whatever way", async () => {
  const folder = temporaryFolder();
  const controller = process3rc(folder, "serve");
  expect(await controller.said).toBe("mine");
  expect(new Harness(folder).take()).toBeGreaterThan(0);
  const standby = process3rc(folder, "serve");
  expect(await standby.said).toBe("mine");
  await Promise.all([controller.end(), standby.end()]);
  const harness = new Harness(folder);
  expect(harness.take()).toBeUndefined();
  harness.release();
});

test("a controller does not lead while a harness is at work", async () => {
  const folder = temporaryFolder();
  const harness = new Harness(folder);
  expect(harness.take()).toBeUndefined();
  const controller = process3rc(folder, "serve");
  expect(await controller.said).toBe(String(process.pid));
  harness.release();
  expect(new Harness(folder).take()).toBeUndefined(); // the one that was refused is in nobody's way
  await controller.end();
});
