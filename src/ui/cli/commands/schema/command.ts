// `3rc schema` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";

export function registerSchema(program: CliCommand): void {
  program
    .command("schema")
    .description("print the JSON Schema of scenarios, for editors")
    .action(async () => (await import("./schema.ts")).schema());
}
