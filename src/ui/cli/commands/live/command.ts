// `3rc live check | stop | heal` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { inventoryArgument } from "../../arguments/shared.ts";

export function registerLive(program: CliCommand): void {
  const live = program.command("live").description("prepare, stop and heal crash tests on real machines");
  live
    .command("check")
    .description("check every connection, host key, domain and permission of an inventory; breaks nothing")
    .addArgument(inventoryArgument())
    .option("--json", "print the results as JSON")
    .exits({ verdict: "done, and something differs from the inventory" })
    .action(async (file: string, options: { json?: true }) => (await import("./live.ts")).liveCheck(file, options));
  live
    .command("stop")
    .description("throw the stop switch: nothing more is done to any machine, except that faults are undone")
    .addArgument(inventoryArgument())
    .option("--lift", "lift the stop switch instead")
    .action(async (file: string, options: { lift?: true }) => (await import("./live.ts")).liveStop(file, options));
  live
    .command("heal")
    .description("heal what crash tests left broken, even if they were killed or lost power")
    .addArgument(inventoryArgument())
    .option("--scenario <file>", "also restore the hosts and VMs of this scenario to their homes")
    .exits({ incomplete: "not everything was healed, because the stop switch is thrown" })
    .action(async (file: string, options: { scenario?: string }) =>
      (await import("./live.ts")).liveHeal(file, options),
    );
}
