// `3rc capacity` as a user sees it: one file, several, as JSON, with an overridden value, with errors.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectAccepted } from "../../builders/accepted.ts";
import { run3rc, temporaryFolder } from "./command.ts";

/** Four hosts, three of them full, the VMs of highest priority on the second. */
const FULL = `name: two-failures
cluster:
  hosts:
    h[1..4]: { cpu: 64, memory: 64GB }
  types:
    node: { boot: { system: 30s }, service: { app: 10s }, install: { download: 800MB } }
  vms:
    low[1..4]: { home: h1, cpu: 2, memory: 16GB, priority: 10 }
    vip[1..4]: { home: h2, cpu: 2, memory: 16GB, priority: 100 }
    mid[1..4]: { home: h3, cpu: 2, memory: 16GB, priority: 10 }
experiment: { incident: { horizon: 12h } }
`;

function fileOf(text: string): string {
  const file = join(temporaryFolder(), "full.yaml");
  writeFileSync(file, text);
  return file;
}

describe("3rc capacity", () => {
  test("says how many hosts may fail, what the worst failure leaves down and for want of what", async () => {
    const { code, stdout, stderr } = await run3rc(["capacity", fileOf(FULL)]);
    expect([code, stderr]).toEqual([0, ""]);
    expectAccepted("test/ui/cli/golden/capacity.txt", stdout);
  });

  test("answers for each of several files", async () => {
    const { code, stdout } = await run3rc(["capacity", "scenarios/gridce.yaml", "scenarios/sns-pisa.yaml"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^gridce: 4 hosts, 6 VMs\n {2}survives any 3 of 4 hosts: one has room for all VMs\n/);
    expect(stdout).toMatch(/\n\nsns-pisa: 4 hosts, 20 VMs\n {2}survives any 2 of 4 hosts; 3 may leave 3 VMs down\n/);
    expect(stdout).toContain("a host without gridce1, from which it must be apart");
  });

  test("gives the same as JSON, and applies --set", async () => {
    const { code, stdout } = await run3rc([
      "capacity",
      fileOf(FULL),
      "--json",
      "--set",
      "cluster.vms.mid[1..4].memory=8GB",
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      scenario: { name: "two-failures" },
      survives: { atLeast: 1, atMost: 1 },
      possible: { atLeast: 1, atMost: 1 },
      worst: { hosts: ["h1", "h3"], moved: 8, complete: true, down: [1, 2, 3, 4].map((n) => ({ vm: `mid${n}` })) },
      alternatives: { leastDown: { atLeast: 2, atMost: 2 }, ifAllMoved: false },
      single: [{ down: [] }, { down: [] }, { down: [] }, { down: [] }],
      limits: { nowhereElse: [], takeNone: [] },
      oneMore: [{ like: "h1", survives: { atLeast: 2, atMost: 2 }, down: 0 }],
    });
  });

  test("reports the errors of all files, and answers for none", async () => {
    const bad = fileOf(FULL.replace("cpu: 64", "cores: 64"));
    const { code, stdout, stderr } = await run3rc(["capacity", "scenarios/gridce.yaml", bad, "none.yaml"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`${bad}:4:`);
    expect(stderr).toContain("none.yaml: there is no such file");
  });
});
