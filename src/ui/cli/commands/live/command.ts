// `3rc live check | stop | heal` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { inventoryArgument } from "../../arguments/shared.ts";

export function registerLive(program: CliCommand): void {
  const live = program.command("live").description("what goes with crash tests on real machines");
  live
    .command("check")
    .description("test every connection, host key, domain and permission of an inventory; breaks nothing")
    .addArgument(inventoryArgument())
    .option("--json", "as JSON")
    .exits({ verdict: "done, and something is not as the inventory tells" })
    .action(async (file: string, options: { json?: true }) => (await import("./live.ts")).liveCheck(file, options));
  live
    .command("stop")
    .description("throw the stop switch: nothing more is done to any machine but the undoing of wounds")
    .addArgument(inventoryArgument())
    .option("--lift", "lift it instead")
    .action(async (file: string, options: { lift?: true }) => (await import("./live.ts")).liveStop(file, options));
  live
    .command("heal")
    .description("undo what crash tests have left broken, also after a power cut of theirs")
    .addArgument(inventoryArgument())
    .option("--scenario <file>", "bring hosts and VMs back to where this scenario has them")
    .exits({ incomplete: "not everything was healed, as the stop switch is thrown" })
    .action(async (file: string, options: { scenario?: string }) =>
      (await import("./live.ts")).liveHeal(file, options),
    );
}
