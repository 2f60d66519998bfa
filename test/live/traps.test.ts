// The traps: a host that is cut off and runs on, while nobody can switch it off. Its VMs must not be started elsewhere before
// it is proven dead, however long that takes; and when it cannot be proven, never.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Command } from "../../src/controller/command.ts";
import type { Entry } from "../../src/recorder/entry.ts";
import type { CampaignSummary } from "../../src/statistics/summary.ts";
import { command, describeOnLab, INVENTORY, scenario } from "./on-lab.ts";

describeOnLab("a host that is unreachable but alive", () => {
  let out: string;
  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), "3rc-test-"));
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  async function trapped(inventory: string, ...more: readonly string[]): Promise<{ summary: CampaignSummary; journal: readonly Entry[] }> {
    const { code, stdout, stderr } = await command(
      "run", scenario("lab-traps"), "--live", inventory, "--yes", "lab-traps", "--trials", "1", "--no-report", "--json", "--out", out,
      "--set", "monitor.interval=3s", "--set", "monitor.retry=1.5s", "--set", "monitor.patience=1.5s", ...more,
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const journal = readFileSync(join(out, "lab-traps/journals/trial-0.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as Entry);
    return { summary: JSON.parse(stdout) as CampaignSummary, journal };
  }
  const commands = (journal: readonly Entry[], kind: Command["kind"]) => journal.flatMap((entry) => (entry.kind === "command" && entry.command.kind === kind ? [entry] : []));

  test("while its board answers nobody: nothing is started before its fence has come through", async () => {
    const { summary, journal } = await trapped(INVENTORY,
      "--set", "faults=[{ kind: board-silent, on: alfa02, at: 1s, lasts: 40s }]", "--set", "experiment.crash-campaign.inject=[{ fault: network-cut, on: alfa02, lasts: 120s }]");
    expect(summary.findings).toEqual({});
    const fences = commands(journal, "fence-host").flatMap((entry) => (entry.command.kind === "fence-host" ? [entry.command.id] : []));
    expect(fences.length).toBeGreaterThan(0);
    const proof = journal.find((entry) => entry.kind === "event" && entry.event.kind === "outcome" && fences.includes(entry.event.command) && entry.event.result.kind === "done");
    for (const start of commands(journal, "start-vm")) {
      expect(proof).toBeDefined();
      expect(start.at).toBeGreaterThanOrEqual(proof?.at ?? Infinity);
    }
  });

  test("with a fence that is refused: nothing is started at all, and a human is called", async () => {
    const password = join(out, "password");
    writeFileSync(password, "wrong\n");
    const text = readFileSync(INVENTORY, "utf8");
    const refused = join(dirname(INVENTORY), "refused.yaml");
    writeFileSync(refused, text.replaceAll(/passwordFile: .*/g, `passwordFile: ${password}`));
    try {
      const { summary, journal } = await trapped(refused, "--set", "faults=[]", "--set", "experiment.crash-campaign.inject=[{ fault: network-cut, on: alfa03, lasts: 40s }]");
      expect(summary.findings).toEqual({});
      expect(commands(journal, "start-vm")).toEqual([]);
      expect(commands(journal, "alert").some((entry) => entry.command.kind === "alert" && entry.command.task === "prove-dead")).toBe(true);
    } finally {
      rmSync(refused);
    }
  });
});
