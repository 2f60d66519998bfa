// `3rc live check | stop | heal`: checks before crash tests on real machines, their stop switch, and healing.

import type { CheckResult } from "../../../../live/crash-test/checks/check-result.ts";
import { heal } from "../../../../live/crash-test/healing/heal.ts";
import { checkInventory } from "../../../../live/crash-test/checks/live-check.ts";
import { faultText } from "../../../../live/crash-test/healing/unhealed-faults.ts";
import { Reach } from "../../../../live/driver/reach.ts";
import { lineWidth } from "../../terminal/width.ts";
import { textTable } from "../../../report/text/text-table.ts";
import { EXIT } from "../../exit.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { loadInventory } from "../../load-inventory.ts";
import { loadScenario } from "../../load-scenario.ts";
import { harnessOf, underHarness } from "../run/run-live.ts";
import { print } from "../../terminal/print.ts";

/** Exit code 1 if anything differs from the inventory. */
export async function liveCheck(file: string, options: { readonly json?: true }): Promise<void> {
  const reach = new Reach(loadInventory(file));
  try {
    const results = await checkInventory(reach);
    print(options.json === true ? `${JSON.stringify(results, null, 2)}\n` : tableOf(results));
    process.exitCode = results.every(({ ok }) => ok) ? EXIT.ok : EXIT.verdict;
  } finally {
    await reach.close();
  }
}

function tableOf(results: readonly CheckResult[]): string {
  const wrong = results.filter(({ ok }) => !ok).length;
  const rows = results.map(({ subject, what, ok, detail }) => [subject, what, ok ? "ok" : "WRONG", detail]);
  return (
    `${textTable([["subject", "what", "", "found"], ...rows], 4, lineWidth())}` +
    "\n" +
    (wrong === 0
      ? "Everything agrees with the inventory."
      : `${wrong} of ${results.length} differ from the inventory.`) +
    "\n"
  );
}

/** Throws the stop switch, or lifts it. */
export function liveStop(file: string, options: { readonly lift?: true }): void {
  const harness = harnessOf(file, loadInventory(file));
  if (options.lift === true) harness.lift();
  else harness.stop("thrown by 3rc live stop");
  print(
    options.lift === true
      ? "Lifted: crash tests may act again.\n"
      : "Thrown: nothing more is done to any machine, except that faults are undone. The switch is the file " +
          `${harness.stopFile}\n`,
  );
}

/**
 * Heals every fault not yet healed; with a scenario, also restores its expendable VMs to their homes. While the stop
 * switch is thrown, it only undoes faults.
 */
export async function liveHeal(file: string, options: { readonly scenario?: string }): Promise<void> {
  const inventory = loadInventory(file);
  const homes = new Map(
    options.scenario === undefined
      ? []
      : loadScenario(options.scenario, []).scenario.site.vms.map(({ name, home }) => [name, home]),
  );
  const reach = new Reach(inventory);
  const say = (what: string) => print(`${what}\n`);
  try {
    const left = await underHarness(file, inventory, "healing", async (harness, unhealedFaults) => {
      say(
        unhealedFaults.open.length === 0
          ? "There are no faults not yet healed."
          : `Faults not yet healed: ${unhealedFaults.open.map(faultText).join(", ")}`,
      );
      return heal({ reach, unhealedFaults, homes, say, stopped: () => harness.stopped });
    });
    if (left.length > 0 && harnessOf(file, inventory).stopped)
      throw new Refusal([...left, `After 3rc live stop ${file} --lift, heal again`].join("\n"), "incomplete");
    if (left.length > 0) throw new Refusal(left.join("\n"), "environment");
    say("Healed: there are no faults left.");
  } finally {
    await reach.close();
  }
}
