// What the command tells: traces as they were accepted, explanations, the schema.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { JOURNAL_SCHEMA, type Entry } from "../../../src/core/journal/entry.ts";
import { expectAccepted } from "../../builders/accepted.ts";
import { expectSound } from "../../builders/journal.ts";
import { ROOT, run3rc, temporaryFolder } from "./command.ts";

describe("3rc trace", () => {
  for (const name of ["gridce", "tutorial"]) {
    test(`tells ${name} as it was accepted`, async () => {
      const { code, stdout } = await run3rc(["trace", `scenarios/${name}.yaml`]);
      expect(code).toBe(0);
      expectAccepted(`test/ui/cli/golden/${name}.txt`, stdout);
    });
  }

  test("tells trial 0 of the destructive campaign as it was accepted", async () => {
    expectAccepted(
      "test/ui/cli/golden/paper-reinstall-0.txt",
      (await run3rc(["trace", "scenarios/paper-reinstall.yaml"])).stdout,
    );
  });

  test("gives a journal whose lines are JSON", async () => {
    const lines = (await run3rc(["trace", "scenarios/tutorial.yaml", "--journal"])).stdout.trim().split("\n");
    expect(lines.length).toBeGreaterThan(50);
    const journal = lines.map((line) => JSON.parse(line) as Entry);
    expect(journal[0]).toMatchObject({
      kind: "head",
      schema: JOURNAL_SCHEMA,
      world: "simulated",
      scenario: { name: "tutorial" },
      seed: expect.any(String) as string,
      replication: 0,
    });
    expectSound(journal);
  });

  test("ends quietly when its reader has seen enough", async () => {
    const { stdout, stderr } = await promisify(execFile)(
      "sh",
      ["-c", `"$0" dist/3rc/main.js trace scenarios/sns-pisa.yaml | head -n 1`, process.execPath],
      { cwd: ROOT },
    );
    expect([stdout.split("\n").length, stderr]).toEqual([
      2,
      expect.stringMatching(/^3rc [0-9.]+, sns-pisa: seed 3rc, hash [0-9a-f]+\n$/),
    ]);
  });
});

describe("the tutorial", () => {
  test("quotes the trace as it is", () => {
    const tutorial = readFileSync(join(ROOT, "docs/tutorial.md"), "utf8");
    const trace = readFileSync(join(ROOT, "test/ui/cli/golden/tutorial.txt"), "utf8");
    const quoted = [...tutorial.matchAll(/^\d\d:\d\d:\d\d\.\d{3} .*$/gm)].map(([line]) => line.trimEnd());
    expect(quoted.length).toBeGreaterThan(20);
    for (const line of quoted) expect(trace).toContain(line);
  });
});

describe("3rc explain", () => {
  test("gives the reason of each action of a trial, and its ledger", async () => {
    const out = temporaryFolder();
    await run3rc(["run", "scenarios/paper-reinstall.yaml", "--trials", "3", "--no-report", "--quiet", "--out", out]);
    const { code, stdout } = await run3rc(["explain", join(out, "paper-reinstall"), "2"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Trial 2: boot-disk-destroyed on gridce\. gridce recovered-by-reinstall after 5\d\d\.\d s\.\n {2}onset/,
    );
    expect(stdout).toContain(
      "queued → reinstalling (reinstall): restart did not help (attempt 1 of 1): no sign of life from its guest " +
        "in time",
    );
  });
});

describe("3rc validate and schema", () => {
  test("say of every scenario of the house that it is good, and how many hosts may fail", async () => {
    const files = ["gridce", "paper-crash", "paper-reinstall", "sns-pisa", "tutorial"].map(
      (name) => `scenarios/${name}.yaml`,
    );
    const { code, stdout, stderr } = await run3rc(["validate", ...files]);
    expect(stdout).toContain("\nscenarios/sns-pisa.yaml: survives any 2 of 4 hosts; 3 may leave 3 VMs down\n");
    expect([code, stderr, stdout.trim().split("\n").length]).toEqual([
      0,
      "scenarios/sns-pisa.yaml:41:3: in no group, so that the site counts as up without them: mail, web, nagios, " +
        "backup\n",
      2 * files.length,
    ]);
  });

  test("print a JSON Schema that knows the keys", async () => {
    const schema = JSON.parse((await run3rc(["schema"])).stdout) as { properties: Record<string, unknown> };
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining(["name", "cluster", "monitor", "controller", "faults", "experiment"]),
    );
  });
});
