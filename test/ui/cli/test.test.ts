// `3rc test` and the exit code of `3rc run`: held 0, missed 1, nothing judged 2, cannot tell 3.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { extended } from "../../core/scenario/small.ts";
import { run3rc, temporaryFolder } from "./command.ts";

const FAULT = "faults: [{ kind: domain-killed, target: web, at: 10m }]";
const expecting = (name: string, line: string) =>
  extended(FAULT, `expect: { ${line} }`).replace("name: small", `name: ${name}`);
const HELD = "incident: [{ kind: serves, vm: web, within: 5m }, { kind: never-twice }]";
const MISSED = "incident: [{ kind: no-command, commands: any, target: vm/web }]";

function campaign(line: string): string {
  const inject = "{ trials: 20, timeout: 1m, inject: [{ fault: domain-killed, target: web }] }";
  return extended(...(line === "" ? [] : [`expect: { ${line} }`])).replace(
    "incident: { horizon: 1h }",
    `crash-campaign: ${inject}`,
  );
}

/** A folder with scenarios of these names and texts. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

describe("3rc test", () => {
  test("has a line for each scenario below a folder, and the trace around what was missed", async () => {
    const folder = folderOf({
      "a.yaml": expecting("a", HELD),
      "below/b.yaml": expecting("b", MISSED),
      "c.yaml": extended(FAULT).replace("name: small", "name: c"),
      "notes.txt": "no scenario",
    });
    const { code, stdout } = await run3rc(["test", folder, "--workers", "2"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^held +\S+\/a\.yaml$/m);
    expect(stdout).toMatch(/^MISSED +\S+\/below\/b\.yaml$/m);
    expect(stdout).toMatch(/missed: no .* of vm\/web; found: reboot-vm of vm\/web was given: /);
    expect(stdout).toMatch(/\| .*world +vm\/web +fault: domain-killed/);
    expect(stdout).toMatch(/\| .*command +vm\/web +\d+ reboot-vm on left/);
    expect(stdout).toMatch(/^unjudged +\S+\/c\.yaml$/m);
    expect(stdout).toMatch(/\n1 held, 1 missed, 1 unjudged\n$/);
  });

  test("finds that those of the house hold: of the run-once rule, and of a host whose guests are cut off", async () => {
    const { code, stdout } = await run3rc(["test", "scenarios/policy/run-once", "scenarios/guest-network-cut.yaml"]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/\n4 held\n$/)]);
  });

  test("writes JSON, and JUnit XML", async () => {
    const folder = folderOf({ "a.yaml": expecting("a", HELD), "b.yaml": expecting("b", MISSED) });
    const junit = join(folder, "junit.xml");
    const { code, stdout } = await run3rc(["test", folder, "--json", "--junit", junit]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([
      { outcome: "held", scenario: { name: "a" }, expectations: [{ verdict: "held" }, { verdict: "held" }] },
      { outcome: "missed", expectations: [{ verdict: "missed" }], trace: expect.any(Array) as unknown },
    ]);
    const xml = readFileSync(junit, "utf8");
    expect(xml).toMatch(/<testsuite name="[^"]+a\.yaml" tests="2" failures="0" errors="0" skipped="0">/);
    expect(xml).toMatch(/<testsuite name="[^"]+b\.yaml" tests="1" failures="1" errors="0" skipped="0">/);
    expect(xml).toMatch(/<failure message="reboot-vm of vm\/web was given: [^"]*">[^<]*fault: domain-killed/);
  });

  test("ends with 2 if it judged nothing, or a scenario is wrong, and with 3 if it cannot tell", async () => {
    const nothing = await run3rc(["test", folderOf({ "c.yaml": extended(FAULT) })]);
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining("nothing was judged")]);
    const wrong = await run3rc(["test", folderOf({ "c.yaml": expecting("c", "site.nines: { atLeast: 3 }") })]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("there is no figure site.nines")]);
    const narrow = campaign("recovery.p95: { atMost: 1s }, outcomes.timed-out: { atLeast: 0 }");
    const open = await run3rc(["test", folderOf({ "d.yaml": narrow.replace("timeout: 1m", "timeout: 1h") })]);
    expect(open.code).toBe(1);
  });
});

describe("3rc run", () => {
  const run = (text: string) => {
    const folder = folderOf({ "s.yaml": text });
    return run3rc(["run", join(folder, "s.yaml"), "--out", join(folder, "out"), "--no-report"]);
  };

  test("ends with 1 if an expectation was missed, and says so", async () => {
    const { code, stdout, stderr } = await run(expecting("a", MISSED));
    expect(code).toBe(1);
    expect(stdout).toMatch(/MISSED: no /);
    expect(stderr).toMatch(/^a: missed: no /m);
  });

  test("ends with 1 if a trial never recovered, unless that is expected", async () => {
    const { code, stderr } = await run(campaign(""));
    expect([code, stderr]).toEqual([1, expect.stringMatching(/\d+ of 20 trials never recovered \(timed out\)/)]);
    expect((await run(campaign("outcomes.timed-out: { atMost: 20 }"))).code).toBe(0);
  });
});
