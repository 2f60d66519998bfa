// `3rc audit` and `3rc schema journal` as commands, and the journals that result folders keep.

import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { ROOT, run3rc, temporaryFolder } from "./command.ts";

async function aJournal(): Promise<readonly string[]> {
  return (await run3rc(["trace", "scenarios/tutorial.yaml", "--journal"])).stdout.trimEnd().split("\n");
}

function written(lines: readonly string[]): string {
  const file = join(temporaryFolder(), "journal.jsonl");
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  return file;
}

describe("3rc audit", () => {
  test("proves of a simulated run that no VM ran twice, also from standard input", async () => {
    const { stdout } = await promisify(execFile)(
      "sh",
      [
        "-c",
        `"$0" dist/3rc/main.js trace scenarios/tutorial.yaml --journal | "$0" dist/3rc/main.js audit -`,
        process.execPath,
      ],
      { cwd: ROOT },
    );
    expect(stdout).toMatch(
      /^tutorial, hash \w+, seed 3rc: \d+ entries, .*\nProven by .* domains: no VM ran twice\.\n$/,
    );
  });

  test("says of one in which a VM ran twice where and when, exit 1", async () => {
    const lines = await aJournal();
    const twice = '{"kind":"domain-started","at":0,"subject":"vm/web","host":"right","how":"boot"}';
    const { code, stdout } = await run3rc(["audit", written(lines.toSpliced(3, 0, twice))]);
    expect(code).toBe(1);
    expect(stdout).toContain("vm/web ran on left and right at once, at 00:00:00.000");
  });

  test("cannot tell of one that is cut off, exit 3", async () => {
    const { code, stdout } = await run3rc(["audit", written((await aJournal()).slice(0, 20))]);
    expect(code).toBe(3);
    expect(stdout).toContain("incomplete: it has no end");
    expect(stdout).toContain("Unknown: ");
  });

  test("cannot decide for machines without a witness, exit 3", async () => {
    const real = (await aJournal()).map((line) => line.replace('"world":"simulated"', '"world":"real"'));
    const { code, stdout } = await run3rc(["audit", written(real)]);
    expect([code, stdout]).toEqual([3, expect.stringContaining("nothing but the controller observed") as string]);
  });

  test.each([
    ["one of another schema", (head: string) => head.replace('"number":1', '"number":2'), /line 1: is of schema/],
    ["one without a head", () => '{"kind":"event","at":0}', /line 1: expected the head of a journal/],
  ])("refuses %s in one line, exit 2", async (_, change, why) => {
    const [head, ...lines] = await aJournal();
    const { code, stderr } = await run3rc(["audit", written([change(head), ...lines])]);
    expect([code, stderr.trimEnd().split("\n").length]).toEqual([2, 1]);
    expect(stderr).toMatch(why);
  });
});

test("3rc schema journal prints the JSON Schema of a line", async () => {
  const { stdout } = await run3rc(["schema", "journal"]);
  expect(JSON.parse(stdout)).toMatchObject({ title: "one line of a journal: 3rc-journal 1" });
});

test("a live trial that version 0.3 has kept is still explained", async () => {
  const { code, stdout } = await run3rc(["explain", "results/examples/lab-crash", "3"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Trial 3, on real machines\.\n/);
  expect(stdout).toMatch(/world +vm\/\w+ +fault: /);
  expect(stdout).toMatch(/world +vm\/\w+ +its service is back/);
});
