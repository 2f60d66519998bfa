// The end of the harness itself: killed in the middle, stopped, refused. Its other ends (signals, a closed terminal, a
// full disk) are tested on a loopback site, in test/live/crash-test.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Testimonies } from "../../src/live/crash-test/observers/testimony.ts";
import { Witness } from "../../src/live/crash-test/observers/witness.ts";
import { Reach } from "../../src/live/driver/reach.ts";
import type { CampaignSummary } from "../../src/study/statistics/summaries/summary.ts";
import { runProgram } from "../../src/base/platform/program.ts";
import { seconds } from "../../src/base/prelude/time.ts";
import { changed, QUICK } from "./campaign.ts";
import { aHead } from "../builders/journal.ts";
import { bringBack, command, describeOnLab, HOMES, INVENTORY, inventory, scenario } from "./on-lab.ts";

const MAIN = resolve(import.meta.dirname, "../../dist/3rc/main.js");

describeOnLab("the harness", () => {
  let out: string;
  const harness = join(dirname(INVENTORY), "t3rc.crash-test");
  const run = (...more: readonly string[]) => [
    "run",
    scenario("lab-crash"),
    "--live",
    INVENTORY,
    "--yes",
    "lab-crash",
    "--no-report",
    "--json",
    "--out",
    out,
    ...changed(QUICK),
    ...more,
  ];
  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), "3rc-test-"));
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));
  afterEach(async () => {
    await command("live", "stop", INVENTORY, "--lift");
  });

  /** Begins a campaign, and waits until this file of it contains this text. */
  async function begun(
    words: readonly string[],
    file: string,
    text: string,
  ): Promise<{ child: ReturnType<typeof spawn>; ended: Promise<number | null> }> {
    rmSync(file, { force: true }); // of an earlier one, which is over
    const child = spawn(process.execPath, [MAIN, ...words], { stdio: "ignore" });
    const ended = new Promise<number | null>((end) => child.once("close", end));
    await expect
      .poll(() => existsSync(file) && readFileSync(file, "utf8").includes(text), { timeout: 300_000, interval: 100 })
      .toBe(true);
    return { child, ended };
  }
  const injected = (words: readonly string[]) => begun(words, join(harness, "not-yet-healed.jsonl"), "injected");

  test("that is killed during a reboot by the controller leaves all that healing and resuming need", async () => {
    const { child, ended } = await begun(
      run("--trials", "1"),
      join(out, "lab-crash.live/journals/trial-0.jsonl"),
      '"kind":"reboot-vm"',
    );
    child.kill("SIGKILL");
    await ended;
    const resumed = await command(...run("--trials", "1", "--resume"));
    expect(resumed).toMatchObject({ code: 0 });
    const summary = JSON.parse(resumed.stdout) as CampaignSummary;
    expect(summary.trials).toBe(1);
    expect(summary.violations).toEqual({});
    expect(summary.live?.witness.twice).toBe(0);
  });

  /** Everything is healed, and every VM runs at home and nowhere else. */
  async function expectWell(): Promise<void> {
    expect((await command("live", "heal", INVENTORY)).stdout).toContain("There are no faults not yet healed.");
    const reach = new Reach(inventory());
    const testimonies = new Testimonies(mkdtempSync(join(out, "witness-")), aHead({ world: "real" }));
    try {
      const witness = new Witness(reach, testimonies, () => undefined);
      expect(await witness.round()).toBe(true);
      expect([...HOMES.keys()].map((vm) => witness.hostsOf(vm))).toEqual([...HOMES.values()].map((home) => [home]));
      await witness.end();
    } finally {
      testimonies.close();
      await reach.close();
    }
  }

  test("does nothing more when the stop switch is set, and heals on request", async () => {
    const { ended } = await injected(run("--trials", "1"));
    expect((await command("live", "stop", INVENTORY)).code).toBe(0);
    expect(await ended).toBe(3);
    const refused = await command(...run("--trials", "1"));
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain("the stop switch is thrown");
    const undone = await command("live", "heal", INVENTORY);
    expect(undone.code).toBe(3);
    expect(undone.stderr).toContain("nothing is restored: the stop switch is thrown");
    await command("live", "stop", INVENTORY, "--lift");
    const healed = await command("live", "heal", INVENTORY, "--scenario", scenario("lab-crash"));
    expect(healed).toMatchObject({ code: 0 });
    await expectWell();
  });

  test("injects nothing in a dry run, nor without the scenario's name", async () => {
    const dry = await command(
      "run",
      scenario("lab-faults"),
      "--live",
      INVENTORY,
      "--dry-run",
      "--trials",
      "3",
      "--out",
      out,
    );
    expect(dry.code).toBe(0);
    expect(dry.stdout.match(/^trial \d/gm)).toHaveLength(3);
    expect(dry.stdout).toContain("Nothing was done.");
    const bare = await command("run", scenario("lab-crash"), "--live", INVENTORY, "--trials", "1", "--out", out);
    expect(bare.code).toBe(2);
    expect(bare.stderr).toContain("to confirm, add --yes lab-crash");
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
    return {
      code,
      wrong: `${stdout}${stderr}`.split("\n").filter((line) => / WRONG /.test(line) || line.includes("inventory.yaml")),
    };
  }

  test("no errors in the lab's own inventory", async () => {
    expect(await command("live", "check", INVENTORY)).toMatchObject({ code: 0 });
  });

  test("an unknown host key: nothing is sent", async () => {
    const empty = join(folder, "empty");
    writeFileSync(empty, "");
    const { code, wrong } = await check((text) => text.replaceAll(/knownHosts: .*/g, `knownHosts: ${empty}`));
    expect(code).toBe(1);
    expect(wrong.join("\n")).toMatch(/alfa01 +ssh +WRONG +.*Host key verification failed/);
  });

  test("a key that no host accepts", async () => {
    const key = join(folder, "key");
    await runProgram(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], { timeout: seconds(60) });
    const { code, wrong } = await check((text) => text.replaceAll(/identity: .*/g, `identity: ${key}`));
    expect(code).toBe(1);
    expect(wrong.join("\n")).toMatch(/alfa01 +ssh +WRONG +.*Permission denied/);
  });

  test("a host that does not exist, and an unknown domain", async () => {
    const { code, wrong } = await check((text) =>
      text.replace(/(alfa03:\n +address: [\d.]+\.)\d+/, "$1250").replace(/( {2}gridui:\n)/, "$1    domain: nobody\n"),
    );
    expect(code).toBe(1);
    expect(wrong.join("\n")).toMatch(/alfa03 +ssh +WRONG/);
    expect(wrong.join("\n")).toMatch(/gridui +domain +WRONG +nobody runs nowhere/);
  });

  test("a wrong password: the board refuses it", async () => {
    const password = join(folder, "password");
    writeFileSync(password, "wrong\n");
    const { code, wrong } = await check((text) => text.replaceAll(/passwordFile: .*/g, `passwordFile: ${password}`));
    expect(code).toBe(1);
    expect(wrong.join("\n")).toMatch(/alfa01 +fence \(ipmi\) +WRONG/);
    expect(wrong.join("\n")).not.toContain("-P");
  });

  test("an empty allow-list: refused before anything is tried", async () => {
    const { code, wrong } = await check((text) => text.replace(/allow:\n {2}hosts: all\n {2}vms: all/, "allow: {}"));
    expect(code).toBe(2);
    expect(wrong.join("\n")).toContain("allows nothing");
  });
});

describeOnLab("the lab", () => {
  test("is in the same state as before these tests", async () => {
    const reach = new Reach(inventory());
    await bringBack(reach);
    await reach.close();
  });
});
