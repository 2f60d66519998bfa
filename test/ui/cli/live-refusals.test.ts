// A live campaign that must not begin: it says so before any machine is touched, and loses nothing of what was done
// before.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Harness } from "../../../src/live/crash-test/campaign/harness.ts";
import { inventoryText } from "../../builders/inventory.ts";
import { run3rc, temporaryFolder } from "./command.ts";

const SCENARIO = "scenarios/lab-crash.yaml";

/** A campaign that did not come to its end: so many trials of it are on the disk. */
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
  test("does not begin anew where an earlier one has trials and did not come to its end", async () => {
    const { run, kept } = unfinished(2);
    const { code, stderr } = await run();
    expect(code).toBe(2);
    expect(stderr).toContain("has 2 trials of a campaign that did not come to its end");
    expect(stderr).toContain("to drop them and begin anew, --fresh");
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
    expect([code, stderr]).toEqual([4, expect.stringContaining(`process ${process.pid} is at work on it`)]);
    expect(existsSync(kept)).toBe(true);
  });
});

describe("3rc live heal", () => {
  test("undoes faults while the stop switch is set, and says that it did nothing else", async () => {
    const { inventory, harness } = unfinished(0);
    mkdirSync(harness.folder, { recursive: true });
    const injected = { id: 1, kind: "network-cut", on: "alfa01", guests: "die", homes: { gridce: "alfa01" } };
    writeFileSync(harness.unhealedFile, `${JSON.stringify({ injected })}\n`);
    harness.stop("by hand");
    const { code, stdout, stderr } = await run3rc(["live", "heal", inventory, "--scenario", SCENARIO]);
    expect(stdout).toContain("Open wounds: network-cut on alfa01");
    expect(existsSync(join(inventory, "../join-alfa01"))).toBe(true);
    expect(existsSync(join(inventory, "../on-alfa01"))).toBe(false);
    expect([code, stderr]).toEqual([3, expect.stringContaining("everything is stopped")]);
  });
});
