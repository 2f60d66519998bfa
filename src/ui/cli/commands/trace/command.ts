// `3rc trace` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { scenarioArgument, seedOption, setOption } from "../../arguments/shared.ts";
import { index } from "../../arguments/values.ts";
import type { TraceOptions } from "./trace.ts";

export function registerTrace(program: CliCommand): void {
  program
    .command("trace")
    .description("tell one run as a timeline, line by line")
    .addArgument(scenarioArgument("<file>"))
    .addOption(seedOption())
    .option("--trial <n>", "which trial of a crash campaign", index, 0)
    .option("--horizon <duration>", "how long to watch an availability study", "30d")
    .addOption(setOption())
    .option("--journal", "the journal as JSON lines instead")
    .action(async (file: string, options: TraceOptions) => (await import("./trace.ts")).trace(file, options));
}
