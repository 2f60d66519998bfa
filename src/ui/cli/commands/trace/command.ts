// `3rc trace` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { scenarioArgument, seedOption, setOption } from "../../arguments/shared.ts";
import { index } from "../../arguments/values.ts";
import type { TraceOptions } from "./trace.ts";

export function registerTrace(program: CliCommand): void {
  program
    .command("trace")
    .description("print one run as a timeline, line by line")
    .addArgument(scenarioArgument("<file>"))
    .addOption(seedOption())
    .option("--trial <n>", "number of the trial, or of the replication (availability)", index, 0)
    .option("--horizon <duration>", "how much of a replication to print (availability)", "30d")
    .addOption(setOption())
    .option("--journal", "print the journal as JSON lines instead")
    .action(async (file: string, options: TraceOptions) => (await import("./trace.ts")).trace(file, options));
}
