// `3rc sweep` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import {
  replicationsOption,
  scenarioArgument,
  seedOption,
  setOption,
  trialsOption,
  workersOption,
} from "../../arguments/shared.ts";
import { collect } from "../../arguments/values.ts";
import type { SweepOptions } from "./sweep.ts";

export function registerSweep(program: CliCommand): void {
  program
    .command("sweep")
    .description("vary one value at a time, and compare the results")
    .addArgument(scenarioArgument("<file>", "a crash campaign or an availability study"))
    .option(
      "--vary <path=value,…>",
      "a value of the scenario and the values to try, as controller.fall=2,4; may be repeated",
      collect,
      [],
    )
    .addOption(seedOption())
    .addOption(trialsOption())
    .addOption(replicationsOption())
    .addOption(workersOption())
    .addOption(setOption("of the scenario in all runs"))
    .option("--json", "print all summaries as JSON")
    .option("--csv", "print the table as CSV")
    .option("--quiet", "print no progress")
    .exits({ verdict: "done, but an invariant of the world was violated in a run" })
    .action(async (file: string, options: SweepOptions) => (await import("./sweep.ts")).sweep(file, options));
}
