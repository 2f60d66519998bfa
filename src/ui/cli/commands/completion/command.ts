// `3rc completion` on the command line.

import { Argument } from "commander";
import type { CliCommand } from "../../arguments/cli-command.ts";
import { described } from "../../arguments/described.ts";
import { SHELLS, type Shell } from "./shells.ts";

export function registerCompletion(program: CliCommand): void {
  program
    .command("completion")
    .description("print a completion script for a shell")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .action(async (shell: Shell) => (await import("./completion.ts")).completion(described(program), shell));
}
