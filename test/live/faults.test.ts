// Every fault, for real: dealt, recovered by the controller, healed; the witness sees no VM twice, and the result is that
// of a campaign like any other.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OutcomeClass } from "../../src/recorder/trial.ts";
import type { CampaignSummary } from "../../src/statistics/summary.ts";
import { command, describeOnLab, INVENTORY, scenario } from "./on-lab.ts";

/** On a machine that is slow, a guest may need the next rung too. */
const BY_A_RUNG = ["recovered-by-reboot", "recovered-by-restart", "recovered-by-reinstall"] as const;
/** A short fault may be over before anybody acts. */
const OR_BY_ITSELF = [...BY_A_RUNG, "recovered-by-itself", "recovered-with-host", "unharmed"] as const;

const FAULTS: readonly (readonly [fault: string, ends: readonly OutcomeClass[]])[] = [
  ["domain-killed, on: gridce", BY_A_RUNG],
  ["guest-shutdown, on: gridui", BY_A_RUNG],
  ["service-hang, on: gridse", BY_A_RUNG],
  ["guest-kernel-crash, on: web1", BY_A_RUNG],
  ["guest-overload, on: web2", BY_A_RUNG],
  ["boot-disk-destroyed, on: gridbdii", ["recovered-by-reinstall"]],
  ["virtual-layer-crash, on: alfa01", BY_A_RUNG],
  ["virtual-layer-crash, on: alfa02, guests: survive", ["unharmed"]],
  ["virtual-layer-hang, on: alfa03", ["unharmed"]],
  ["host-power-loss, on: alfa01, lasts: 20s", ["recovered-by-restart"]],
  ["host-reboot, on: alfa02", OR_BY_ITSELF],
  ["network-cut, on: alfa03, lasts: 20s", OR_BY_ITSELF],
  ["board-silent, on: alfa01, lasts: 10s", ["unharmed"]],
  ["storage-outage, lasts: 10s", OR_BY_ITSELF],
  ["provisioning-outage, lasts: 10s", ["unharmed"]],
  ["monitor-false-alarm, on: gridbdii, lasts: 10s", OR_BY_ITSELF],
];

describeOnLab("a fault on real machines", () => {
  let out: string;
  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), "3rc-test-"));
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  test.each(FAULTS)("%s", async (fault, ends) => {
    const { code, stdout, stderr } = await command(
      "run", scenario("lab-faults"), "--live", INVENTORY, "--yes", "lab-faults", "--trials", "1", "--no-report", "--json", "--out", out,
      "--set", `experiment.crash-campaign.inject=[{ fault: ${fault} }]`,
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const summary = JSON.parse(stdout) as CampaignSummary;
    expect(ends).toContain(Object.keys(summary.outcomes)[0]);
    expect(summary.findings).toEqual({});
    expect(summary.live?.witness.twice).toBe(0);
    expect(summary.live?.witness.answered).toBeGreaterThan(0);
    expect(readFileSync(join(out, "lab-faults/summary.json"), "utf8")).toBe(stdout);
  });
});
