// `3rc capacity` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { scenarioArgument, setOption } from "../../arguments/shared.ts";

export function registerCapacity(program: CliCommand): void {
  program
    .command("capacity")
    .description("say how many hosts may fail, what the worst failure leaves down, and what one more host changes")
    .addArgument(scenarioArgument("<file...>"))
    .option("--json", "print the answers as JSON")
    .addOption(setOption())
    .action(async (files: string[], options: { set: string[]; json?: true }) =>
      (await import("./capacity.ts")).capacity(files, options),
    );
}
