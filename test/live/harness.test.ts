// What may happen to the harness itself, and to those who use it: killed in the middle, stopped, refused.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Testimonies } from "../../src/crash-test/testimony.ts";
import { Witness } from "../../src/crash-test/witness.ts";
import { Reach } from "../../src/drivers/live/reach.ts";
import type { CampaignSummary } from "../../src/statistics/summary.ts";
import { bringBack, command, describeOnLab, INVENTORY, inventory, scenario } from "./on-lab.ts";

const MAIN = resolve(import.meta.dirname, "../../dist/cli/main.js");

describeOnLab("the harness", () => {
  let out: string;
  const harness = join(dirname(INVENTORY), "t3rc.crash-test");
  const run = (...more: readonly string[]) => ["run", scenario("lab-crash"), "--live", INVENTORY, "--yes", "lab-crash", "--no-report", "--json", "--out", out, ...more];
  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), "3rc-test-"));
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));
  afterEach(async () => {
    await command("live", "stop", INVENTORY, "--lift");
  });

  /** Begins a campaign of two trials, and waits until the fault of the first is dealt. */
  async function begun(): Promise<ReturnType<typeof spawn>> {
    const child = spawn(process.execPath, [MAIN, ...run("--trials", "2")], { stdio: "ignore" });
    await expect.poll(() => existsSync(join(harness, "wounds.jsonl")) && readFileSync(join(harness, "wounds.jsonl"), "utf8").includes("dealt"), { timeout: 300_000, interval: 200 }).toBe(true);
    return child;
  }
  const ended = (child: ReturnType<typeof spawn>) => new Promise<number | null>((end) => (child.exitCode !== null ? end(child.exitCode) : child.on("close", end)));

  test("that is killed in the middle of a recovery leaves what it takes to heal and to go on", async () => {
    const child = await begun();
    const over = ended(child);
    child.kill("SIGKILL");
    await over;
    const resumed = await command(...run("--trials", "2", "--resume"));
    expect(resumed).toMatchObject({ code: 0 });
    const summary = JSON.parse(resumed.stdout) as CampaignSummary;
    expect(summary.trials).toBe(2);
    expect(summary.findings).toEqual({});
  });

  test("heals before it leaves when it is interrupted, and nobody else is let in meanwhile", async () => {
    const child = await begun();
    const second = await command(...run("--trials", "1"));
    expect(second.code).toBe(4);
    expect(second.stderr).toContain("is at work on it");
    const over = ended(child);
    child.kill("SIGINT");
    expect(await over).toBe(3);
    const healed = await command("live", "heal", INVENTORY);
    expect(healed.stdout).toContain("No wound is open.");
    const reach = new Reach(inventory());
    try {
      const witness = new Witness(reach, new Testimonies(out), () => undefined);
      expect(await witness.round()).toBe(true);
      expect(["gridce", "gridui", "gridse", "gridbdii", "web1", "web2"].flatMap((vm) => witness.hostsOf(vm))).toEqual(["alfa01", "alfa01", "alfa02", "alfa02", "alfa03", "alfa03"]);
      await witness.end();
    } finally {
      await reach.close();
    }
  });

  test("does nothing more when the stop switch is thrown, and heals when it is told to", async () => {
    const child = await begun();
    const over = ended(child);
    expect((await command("live", "stop", INVENTORY)).code).toBe(0);
    expect(await over).toBe(3);
    const refused = await command(...run("--trials", "1"));
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain("everything is stopped");
    await command("live", "stop", INVENTORY, "--lift");
    const healed = await command("live", "heal", INVENTORY, "--scenario", scenario("lab-crash"));
    expect(healed).toMatchObject({ code: 0 });
  });

  test("breaks nothing in a dry run, nor without the scenario's name", async () => {
    const dry = await command("run", scenario("lab-faults"), "--live", INVENTORY, "--dry-run", "--trials", "3", "--out", out);
    expect(dry.code).toBe(0);
    expect(dry.stdout.match(/^trial \d/gm)).toHaveLength(3);
    expect(dry.stdout).toContain("Nothing was done.");
    const bare = await command("run", scenario("lab-crash"), "--live", INVENTORY, "--trials", "1", "--out", out);
    expect(bare.code).toBe(2);
    expect(bare.stderr).toContain("then say --yes lab-crash");
  });
});

describeOnLab("what is wrong with an inventory", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "3rc-test-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function check(change: (text: string) => string): Promise<{ code: number; wrong: string[] }> {
    const text = readFileSync(INVENTORY, "utf8");
    expect(change(text)).not.toBe(text);
    const file = join(folder, "inventory.yaml");
    writeFileSync(file, change(text));
    const { code, stdout, stderr } = await command("live", "check", file);
    return { code, wrong: `${stdout}${stderr}`.split("\n").filter((line) => / WRONG /.test(line) || line.includes("inventory.yaml")) };
  }

  test("nothing, of the lab's own", async () => {
    expect(await command("live", "check", INVENTORY)).toMatchObject({ code: 0 });
  });

  test("a host key that is not known: it is not spoken to", async () => {
    const empty = join(folder, "empty");
    writeFileSync(empty, "");
    const { code, wrong } = await check((text) => text.replaceAll(/knownHosts: .*/g, `knownHosts: ${empty}`));
    expect(code).toBe(1);
    expect(wrong.join("\n")).toMatch(/alfa01 +ssh +WRONG +.*Host key verification failed/);
  });

  test("a key that opens no door", async () => {
    const key = join(folder, "key");
    await (await import("../../src/machine/program.ts")).runProgram(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], { timeout: 60e6 as never });
    const { code, wrong } = await check((text) => text.replaceAll(/identity: .*/g, `identity: ${key}`));
    expect(code).toBe(1);
    expect(wrong.join("\n")).toMatch(/alfa01 +ssh +WRONG +.*Permission denied/);
  });

  test("a host that is not there, and a domain that nobody knows", async () => {
    const { code, wrong } = await check((text) => text.replace(/(alfa03:\n +address: [\d.]+\.)\d+/, "$1250").replace(/( {2}gridui:\n)/, "$1    domain: nobody\n"));
    expect(code).toBe(1);
    expect(wrong.join("\n")).toMatch(/alfa03 +ssh +WRONG/);
    expect(wrong.join("\n")).toMatch(/gridui +domain +WRONG +nobody runs nowhere/);
  });

  test("a password that is wrong: the board says so", async () => {
    const password = join(folder, "password");
    writeFileSync(password, "wrong\n");
    const { code, wrong } = await check((text) => text.replaceAll(/passwordFile: .*/g, `passwordFile: ${password}`));
    expect(code).toBe(1);
    expect(wrong.join("\n")).toMatch(/alfa01 +fence \(ipmi\) +WRONG/);
    expect(wrong.join("\n")).not.toContain("-P");
  });

  test("that it allows nothing: refused before anything is tried", async () => {
    const { code, wrong } = await check((text) => text.replace(/allow:\n {2}hosts: all\n {2}vms: all/, "allow: {}"));
    expect(code).toBe(2);
    expect(wrong.join("\n")).toContain("allows nothing");
  });
});

describeOnLab("the lab", () => {
  test("is as it was before these tests", async () => {
    const reach = new Reach(inventory());
    await bringBack(reach);
    await reach.close();
  });
});
