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
    .description("change one value at a time, and see how the result moves")
    .addArgument(scenarioArgument("<file>", "a crash campaign or an availability study"))
    .option(
      "--vary <path=value,…>",
      "a value of the scenario and what to try for it, as controller.fall=2,4; may be repeated",
      collect,
      [],
    )
    .addOption(seedOption())
    .addOption(trialsOption())
    .addOption(replicationsOption())
    .addOption(workersOption())
    .addOption(setOption("of the scenario in all runs"))
    .option("--json", "all summaries as JSON")
    .option("--csv", "a row for each run")
    .option("--quiet", "tell nothing of how far it is")
    .exits({ verdict: "done, and in a run an invariant of the world was violated" })
    .action(async (file: string, options: SweepOptions) => (await import("./sweep.ts")).sweep(file, options));
}
