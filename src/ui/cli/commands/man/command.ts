// `3rc man` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { described } from "../../arguments/described.ts";

export function registerMan(program: CliCommand): void {
  program
    .command("man")
    .description("print the manual page; to read it: 3rc man | man -l -")
    .action(async () => (await import("./man.ts")).man(described(program)));
}
