// `3rc run` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import {
  replicationsOption,
  scenarioArgument,
  seedOption,
  setOption,
  trialsOption,
  workersOption,
} from "../../arguments/shared.ts";
import type { RunCommandOptions } from "./options.ts";

export function registerRun(program: CliCommand): void {
  program
    .command("run")
    .description("perform the experiment of each scenario and write its results")
    .addArgument(scenarioArgument("<file...>"))
    .addOption(seedOption())
    .addOption(trialsOption())
    .addOption(replicationsOption())
    .addOption(workersOption())
    .option("--out <folder>", "where result folders go, one for each scenario", "results")
    .addOption(setOption())
    .option("--resume", "go on where an interrupted run of the same scenario stopped")
    .option("--fresh", "begin anew, and drop what an unfinished run has left")
    .option("--no-report", "write only the summary, not tables, charts and page")
    .option("--json", "print summary.json on stdout, and nothing else")
    .option("--quiet", "print nothing but errors")
    .option("--live <inventory>", "a crash campaign on the real machines of this inventory (YAML)")
    .option("--dry-run", "with --live: tell all that would be done, and do none of it")
    .option("--yes <name>", "with --live: the scenario's name, to say that real machines are to be broken")
    .exits({
      verdict: "done, and an invariant of the world was violated",
      incomplete: "a campaign on real machines did not come to its end",
      hungUp: "with --live: healed, and ended by SIGHUP",
      quit: "with --live: healed, and ended by SIGQUIT",
    })
    .action(async (files: string[], options: RunCommandOptions) => (await import("./run.ts")).run(files, options));
}
