// `3rc validate` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { scenarioArgument, setOption } from "../../arguments/shared.ts";

export function registerValidate(program: CliCommand): void {
  program
    .command("validate")
    .description("check scenario files and report all problems")
    .addArgument(scenarioArgument("<file...>"))
    .addOption(setOption())
    .action(async (files: string[], options: { set: string[] }) =>
      (await import("./validate.ts")).validate(files, options.set),
    );
}
