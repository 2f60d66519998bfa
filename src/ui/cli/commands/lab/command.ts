// `3rc lab up | status | down` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import type { LabOptions, LabUpOptions } from "./lab.ts";

export function registerLab(program: CliCommand): void {
  const lab = program
    .command("lab")
    .description("manage a lab cluster on this machine, for crash tests (Debian or Ubuntu, as root)");
  ofLab(lab, "up")
    .description("build the lab, replacing an earlier one, and print the path of its inventory")
    .option("--images <folder>", "folder that keeps the guests' images for the next lab")
    .option("--quiet", "print only the path and errors")
    .action(async (options: LabUpOptions) => (await import("./lab.ts")).up(options));
  ofLab(lab, "status")
    .description("check every part of the lab")
    .exits({ verdict: "there is no such lab, or a part of it does not answer" })
    .action(async (options: LabOptions) => (await import("./lab.ts")).status(options));
  ofLab(lab, "down")
    .description("remove the lab and everything that belongs to it")
    .action(async (options: LabOptions) => (await import("./lab.ts")).down(options));
}

function ofLab(lab: CliCommand, name: string): CliCommand {
  return lab
    .command(name)
    .option("--name <name>", "name of the lab", "3rc")
    .option("--folder <folder>", "folder of the lab; /var/lib/NAME-lab by default");
}
