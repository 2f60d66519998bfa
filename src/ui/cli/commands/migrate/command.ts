// `3rc migrate` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";

export function registerMigrate(program: CliCommand): void {
  program
    .command("migrate")
    .description("rewrite scenarios and inventories of version 0.3 in the current format, in place")
    .argument("<file...>", "scenario or inventory file (YAML or JSON)")
    .option("--stdout", "print the result, and change no file")
    .action(async (files: string[], options: { stdout?: true }) =>
      (await import("./migrate.ts")).migrateFiles(files, options),
    );
}
