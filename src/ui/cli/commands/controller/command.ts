// `3rc controller` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { controllerFolderOption, inventoryArgument, scenarioArgument, setOption } from "../../arguments/shared.ts";
import type { ControllerCommandOptions } from "./controller.ts";

export function registerController(program: CliCommand): void {
  program
    .command("controller")
    .description("watch and heal a cluster continuously, as a service")
    .addArgument(scenarioArgument("<scenario>", "the cluster and the controller's settings"))
    .addArgument(inventoryArgument("where hosts and VMs are, and what may be touched"))
    .addOption(controllerFolderOption())
    .option("--name <name>", "name of this controller; the machine's name by default")
    .option("--listen <address>", "address of status page and metrics: PORT, ADDRESS:PORT or none", "127.0.0.1:8373")
    .option("--lease <duration>", "for how long a leader trusts its lease", "10s")
    .option("--alert-webhook <url>", "URL to which alerts are posted as JSON; @FILE reads it from a file")
    .option(
      "--alert-command <program>",
      "program that gets alerts as JSON on its standard input; or a JSON list of words",
    )
    .option("--begin-anew", "discard the journal, and inspect every host before anything is done")
    .addOption(setOption())
    .exits({ ok: "ended in order, by SIGINT or SIGTERM" })
    .action(async (file: string, inventory: string, options: ControllerCommandOptions) =>
      (await import("./controller.ts")).controller(file, inventory, options),
    );
}
