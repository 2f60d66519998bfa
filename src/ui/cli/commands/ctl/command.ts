// `3rc ctl …` on the command line: a sub command for each thing that operators ask of a controller.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { controllerFolderOption } from "../../arguments/shared.ts";
import type { CtlOptions } from "./ctl.ts";

export function registerCtl(program: CliCommand): void {
  const ctl = program.command("ctl").description("talk to the controllers of a folder");
  registerQuestions(ctl);
  registerRequests(ctl);
}

function registerQuestions(ctl: CliCommand): void {
  ofCtl(ctl, "status")
    .description("how everything stands")
    .option("--json", "as JSON")
    .action(async (options: CtlOptions & { json?: true }) => (await import("./ctl.ts")).ctlStatus(options));
  ofCtl(ctl, "why")
    .description("the last that happened to a VM, a host or the controller, with reasons")
    .argument("<name>")
    .action(async (name: string, options: CtlOptions) => (await import("./ctl.ts")).ctlWhy(name, options));
}

function registerRequests(ctl: CliCommand): void {
  ofCtl(ctl, "maintenance")
    .description("take no action on a host or VM; a host is emptied first")
    .argument("<target>")
    .option("--end", "end it")
    .action(async (target: string, options: CtlOptions & { end?: true }) =>
      (await import("./ctl.ts")).ctlMaintenance(target, options),
    );
  ofCtl(ctl, "disarm")
    .description("take no action at all, until armed again")
    .action(async (options: CtlOptions) => (await import("./ctl.ts")).ctlRequest({ kind: "disarm" }, options));
  ofCtl(ctl, "arm")
    .description("act again")
    .action(async (options: CtlOptions) => (await import("./ctl.ts")).ctlRequest({ kind: "arm" }, options));
  ofCtl(ctl, "move")
    .description("migrate a healthy VM, live")
    .argument("<vm>")
    .argument("<host>")
    .action(async (vm: string, to: string, options: CtlOptions) =>
      (await import("./ctl.ts")).ctlRequest({ kind: "move", vm, to }, options),
    );
  ofCtl(ctl, "release")
    .description("let a VM that waits for a human be recovered again")
    .argument("<vm>")
    .action(async (vm: string, options: CtlOptions) =>
      (await import("./ctl.ts")).ctlRequest({ kind: "release", vm }, options),
    );
  ofCtl(ctl, "confirm-dead")
    .description("say that you have seen that a host is off")
    .argument("<host>")
    .action(async (host: string, options: CtlOptions) =>
      (await import("./ctl.ts")).ctlRequest({ kind: "confirm-dead", host }, options),
    );
}

function ofCtl(ctl: CliCommand, name: string): CliCommand {
  return ctl.command(name).addOption(controllerFolderOption());
}
