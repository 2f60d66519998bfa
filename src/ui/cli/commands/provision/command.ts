// `3rc provision` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { inventoryArgument } from "../../arguments/shared.ts";
import type { ProvisionCommandOptions } from "./provision.ts";

export function registerProvision(program: CliCommand): void {
  program
    .command("provision")
    .description("write the files of a provisioning server: DHCP, DNS with HINFO, TFTP and network boot")
    .addArgument(inventoryArgument())
    .requiredOption("--out <folder>", "a new folder for them")
    .option("--served-from <folder>", "where they will lie on the server, if not there")
    .option("--router <address>", "the gateway that machines are told of")
    .action(async (file: string, options: ProvisionCommandOptions) =>
      (await import("./provision.ts")).provision(file, options),
    );
}
