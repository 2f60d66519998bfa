// `3rc provision` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { inventoryArgument } from "../../arguments/shared.ts";
import type { ProvisionCommandOptions } from "./provision.ts";

export function registerProvision(program: CliCommand): void {
  program
    .command("provision")
    .description("write the files of a provisioning server: DHCP, DNS with HINFO, TFTP and network boot")
    .addArgument(inventoryArgument())
    .requiredOption("--out <folder>", "new folder for the files")
    .option("--served-from <folder>", "folder of the files on the server, if it is another one")
    .option("--router <address>", "gateway that DHCP announces")
    .action(async (file: string, options: ProvisionCommandOptions) =>
      (await import("./provision.ts")).provision(file, options),
    );
}
