// `3rc controller` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { controllerFolderOption, inventoryArgument, scenarioArgument, setOption } from "../../arguments/shared.ts";
import type { ControllerCommandOptions } from "./controller.ts";

export function registerController(program: CliCommand): void {
  program
    .command("controller")
    .description("watch and heal a cluster continuously, as a service")
    .addArgument(scenarioArgument("<scenario>", "the cluster and the controller's settings"))
    .addArgument(inventoryArgument("where everything is, and what may be touched"))
    .addOption(controllerFolderOption())
    .option("--name <name>", "this controller's name; that of the machine by default")
    .option("--listen <address>", "of the status page and metrics: a port, ADDRESS:PORT, or none", "127.0.0.1:8373")
    .option("--lease <duration>", "how long a leader trusts its lease", "10s")
    .option("--alert-webhook <url>", "where calls for a human are posted as JSON; @FILE holds a secret address")
    .option(
      "--alert-command <program>",
      "what gets calls for a human as JSON on its standard input; a program, or a JSON list of words",
    )
    .option("--begin-anew", "forget the journal: look for every VM before anything is done")
    .addOption(setOption())
    .exits({ ok: "told to end by SIGINT or SIGTERM, and ended" })
    .action(async (file: string, inventory: string, options: ControllerCommandOptions) =>
      (await import("./controller.ts")).controller(file, inventory, options),
    );
}
