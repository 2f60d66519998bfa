// `3rc ctl …` on the command line: a subcommand for each question and request of operators.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { controllerFolderOption } from "../../arguments/shared.ts";
import type { CtlOptions } from "./ctl.ts";

export function registerCtl(program: CliCommand): void {
  const ctl = program.command("ctl").description("query and control a running controller");
  registerQuestions(ctl);
  registerRequests(ctl);
}

function registerQuestions(ctl: CliCommand): void {
  ofCtl(ctl, "status")
    .description("show the state of the controller, hosts and VMs")
    .option("--json", "print it as JSON")
    .action(async (options: CtlOptions & { json?: true }) => (await import("./ctl.ts")).ctlStatus(options));
  ofCtl(ctl, "why")
    .description("show what happened to a VM, a host or the controller, with reasons")
    .argument("<name>", "VM, host, or controller")
    .action(async (name: string, options: CtlOptions) => (await import("./ctl.ts")).ctlWhy(name, options));
}

function registerRequests(ctl: CliCommand): void {
  ofCtl(ctl, "maintenance")
    .description("put a host or VM into maintenance: no action is taken on it; a host is emptied first")
    .argument("<target>", "host or VM, as alfa01 or vm/gridce")
    .option("--end", "end the maintenance")
    .action(async (target: string, options: CtlOptions & { end?: true }) =>
      (await import("./ctl.ts")).ctlMaintenance(target, options),
    );
  ofCtl(ctl, "disarm")
    .description("take no action at all until armed again")
    .action(async (options: CtlOptions) => (await import("./ctl.ts")).ctlRequest({ kind: "disarm" }, options));
  ofCtl(ctl, "arm")
    .description("take actions again, after disarm")
    .action(async (options: CtlOptions) => (await import("./ctl.ts")).ctlRequest({ kind: "arm" }, options));
  ofCtl(ctl, "move")
    .description("migrate a healthy VM live to another host")
    .argument("<vm>", "the VM")
    .argument("<host>", "the destination")
    .action(async (vm: string, to: string, options: CtlOptions) =>
      (await import("./ctl.ts")).ctlRequest({ kind: "move", vm, to }, options),
    );
  ofCtl(ctl, "release")
    .description("resume the recovery of a VM that waits for a human")
    .argument("<vm>", "the VM")
    .action(async (vm: string, options: CtlOptions) =>
      (await import("./ctl.ts")).ctlRequest({ kind: "release", vm }, options),
    );
  ofCtl(ctl, "confirm-dead")
    .description("confirm that you have seen that a host is off")
    .argument("<host>", "the host")
    .action(async (host: string, options: CtlOptions) =>
      (await import("./ctl.ts")).ctlRequest({ kind: "confirm-dead", host }, options),
    );
}

function ofCtl(ctl: CliCommand, name: string): CliCommand {
  return ctl.command(name).addOption(controllerFolderOption());
}
