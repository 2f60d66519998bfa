// Every fault that is not in the traps, on real machines, in one campaign: injected, recovered by the controller,
// healed. The witness sees no VM twice, and the result is that of a normal campaign.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rebuild } from "../../src/core/control-loop/rebuild.ts";
import { threeRc } from "../../src/core/controller/three-rc/three-rc.ts";
import { check } from "../../src/base/prelude/check.ts";
import { PHASES } from "../../src/core/measurement/trial.ts";
import { parseScenario } from "../../src/core/scenario/parse.ts";
import { FAULT_KINDS, isVmFault, needsReinstall, type FaultKind } from "../../src/core/cluster/fault.ts";
import { noCounterpart } from "../../src/live/crash-test/faults/faults.ts";
import { campaign, QUICK, type Campaign } from "./campaign.ts";
import { describeOnLab } from "./on-lab.ts";

/** A slow machine may need one more rung. */
const BY_A_RUNG = ["recovered-by-reboot", "recovered-by-restart", "recovered-by-reinstall"];
/** A fault with a duration may end before any action; and a busy machine sometimes answers late. */
const OR_BY_ITSELF = [...BY_A_RUNG, "recovered-by-itself", "recovered-with-host", "unharmed"];

function endsOf(kind: FaultKind): readonly string[] {
  if (needsReinstall(kind)) return ["recovered-by-reinstall"];
  return isVmFault(kind) || kind === "host-power-loss" ? BY_A_RUNG : OR_BY_ITSELF;
}

/** Injected in the campaign of traps. */
const TRAPS: readonly FaultKind[] = ["network-cut", "virtual-layer-hang", "board-silent", "board-refuses"];
const KINDS = FAULT_KINDS.filter((kind) => noCounterpart(kind) === undefined && !TRAPS.includes(kind));

describeOnLab("a campaign of every fault on real machines", () => {
  let out: string;
  let run: Campaign;

  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), "3rc-test-"));
    run = await campaign("lab-faults", out, KINDS.length); // one of each of these comes first
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  test("injects each fault that real machines have", () => {
    expect(new Set(run.rows.map(({ fault }) => fault))).toEqual(new Set(KINDS));
  });

  test.each(KINDS)("%s ends as it should", (kind) => {
    for (const row of run.rows.filter(({ fault }) => fault === kind)) expect(endsOf(kind)).toContain(row.outcome);
  });

  test("has phases that add up", () => {
    for (const row of run.rows) {
      const sum = PHASES.reduce((total, phase) => total + Number(row[`${phase.replaceAll("-", "_")}_seconds`]), 0);
      expect(sum).toBeCloseTo(Number(row.recovery_seconds), 3);
    }
  });

  test("has a witness that asked, and saw no VM twice", () => {
    expect(run.summary.violations).toEqual({});
    expect(run.summary.live?.witness).toMatchObject({ twice: 0 });
    expect(run.summary.live?.witness.answered).toBeGreaterThan(100);
  });

  test("leaves journals that replay through the controller to identical commands", () => {
    const path = join(out, "lab-faults/scenario.yaml");
    const parsed = parseScenario(readFileSync(path), path, QUICK);
    check(parsed.ok, "the copy is sound");
    for (const journal of run.journals) {
      rebuild(threeRc, parsed.scenario.settings, journal[0].at, journal); // a Defect if a command came out otherwise
      expect(journal.length).toBeGreaterThan(5);
    }
  });

  test("leaves a report and a trace to read", () => {
    expect(readFileSync(join(out, "lab-faults/report.html"), "utf8")).toContain("On real machines");
  });
});
