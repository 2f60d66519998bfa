// A live campaign that must not begin: it says so before any machine is touched, and loses nothing of what was done
// before.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Harness } from "../../../src/live/crash-test/campaign/harness.ts";
import { inventoryText } from "../../builders/inventory.ts";
import { run3rc, temporaryFolder } from "./command.ts";

const SCENARIO = "scenarios/lab-crash.yaml";

/** An unfinished campaign: so many trials of it are on the disk. */
function unfinished(trials: number) {
  const folder = temporaryFolder();
  const inventory = join(folder, "inventory.yaml");
  writeFileSync(inventory, inventoryText(folder));
  const out = join(folder, "out");
  const kept = join(out, "lab-crash.live/trials.jsonl");
  mkdirSync(join(out, "lab-crash.live"), { recursive: true });
  writeFileSync(kept, '{"index":0}\n'.repeat(trials));
  writeFileSync(join(out, "lab-crash.live/identity.json"), "another");
  return {
    inventory,
    kept,
    harness: new Harness(join(folder, "nowhere.crash-test")),
    run: (...more: readonly string[]) =>
      run3rc(["run", SCENARIO, "--live", inventory, "--yes", "lab-crash", "--quiet", "--out", out, ...more]),
  };
}

describe("a live campaign", () => {
  test("does not begin anew where an unfinished one has trials", async () => {
    const { run, kept } = unfinished(2);
    const { code, stderr } = await run();
    expect(code).toBe(2);
    expect(stderr).toContain("has 2 trials of an unfinished campaign");
    expect(stderr).toContain("to discard them and start over, use --fresh");
    expect(readFileSync(kept, "utf8").split("\n")).toHaveLength(3);
  });

  test("does not go on with trials of another", async () => {
    const { run, kept } = unfinished(1);
    const { code, stderr } = await run("--resume");
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("belongs to another scenario, seed, inventory or version"),
    ]);
    expect(existsSync(kept)).toBe(true);
  });

  test("touches nothing of one that is at work, not even its results", async () => {
    const { run, kept, harness } = unfinished(0);
    expect(harness.take()).toBeUndefined();
    const { code, stderr } = await run();
    harness.release();
    expect([code, stderr]).toEqual([4, expect.stringContaining(`process ${process.pid} is using it`)]);
    expect(existsSync(kept)).toBe(true);
  });
});

test.each([
  ["a live campaign", (inventory: string) => ["run", SCENARIO, "--live", inventory, "--yes", "lab-crash"]],
  ["3rc live heal", (inventory: string) => ["live", "heal", inventory]],
])("%s refuses where version 0.3 may have left faults that are not healed", async (_, words) => {
  const { inventory, harness } = unfinished(0);
  mkdirSync(harness.folder, { recursive: true });
  writeFileSync(harness.formerLedger, "");
  const { code, stderr } = await run3rc(words(inventory));
  expect([code, stderr]).toEqual([
    4,
    `${harness.formerLedger}: is of version 0.3; heal with version 0.3 first, then remove this file\n`,
  ]);
  expect(existsSync(harness.unhealedFile)).toBe(false);
});

describe("3rc live heal", () => {
  test("undoes faults while the stop switch is set, and says that it did nothing else", async () => {
    const { inventory, harness } = unfinished(0);
    mkdirSync(harness.folder, { recursive: true });
    const injected = { id: 1, kind: "network-cut", on: "alfa01", guests: "die", homes: { gridce: "alfa01" } };
    writeFileSync(harness.unhealedFile, `${JSON.stringify({ injected })}\n`);
    harness.stop("by hand");
    const { code, stdout, stderr } = await run3rc(["live", "heal", inventory, "--scenario", SCENARIO]);
    expect(stdout).toContain("Faults not yet healed: network-cut on alfa01");
    expect(existsSync(join(inventory, "../join-alfa01"))).toBe(true);
    expect(existsSync(join(inventory, "../on-alfa01"))).toBe(false);
    expect([code, stderr]).toEqual([3, expect.stringContaining("the stop switch is thrown")]);
  });
});
