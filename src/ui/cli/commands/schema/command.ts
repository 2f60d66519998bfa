// `3rc schema` on the command line.

import { Argument } from "commander";
import type { CliCommand } from "../../arguments/cli-command.ts";
import { SCHEMA_NAMES, type SchemaName } from "./names.ts";

export function registerSchema(program: CliCommand): void {
  program
    .command("schema")
    .description("print the JSON Schema of a kind of file, for editors and programs")
    .addArgument(new Argument("[name]", "the kind of file").choices(SCHEMA_NAMES).default("scenario"))
    .action(async (name: SchemaName) => (await import("./schema.ts")).schema(name));
}
