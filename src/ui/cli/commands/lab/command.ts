// `3rc lab up | status | down` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import type { LabOptions, LabUpOptions } from "./lab.ts";

export function registerLab(program: CliCommand): void {
  const lab = program
    .command("lab")
    .description("a lab on this machine: real hosts, hypervisors and guests to break (Debian or Ubuntu, as root)");
  ofLab(lab, "up")
    .description("build it, in place of what is left of an earlier one; prints the path of its inventory")
    .option("--images <folder>", "keep the images of its guests there, for the next time")
    .option("--quiet", "print nothing but the path and errors")
    .action(async (options: LabUpOptions) => (await import("./lab.ts")).up(options));
  ofLab(lab, "status")
    .description("ask every part of it how it is")
    .exits({ verdict: "there is no such lab, or a part of it does not answer" })
    .action(async (options: LabOptions) => (await import("./lab.ts")).status(options));
  ofLab(lab, "down")
    .description("take it away, with all that belongs to it")
    .action(async (options: LabOptions) => (await import("./lab.ts")).down(options));
}

function ofLab(lab: CliCommand, name: string): CliCommand {
  return lab
    .command(name)
    .option("--name <name>", "which lab, where there are several", "3rc")
    .option("--folder <folder>", "where all of it lies; /var/lib/NAME-lab by default");
}
