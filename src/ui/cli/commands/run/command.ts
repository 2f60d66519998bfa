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
    .description("run the experiment of each scenario and write its results")
    .addArgument(scenarioArgument("<file...>"))
    .addOption(seedOption())
    .addOption(trialsOption())
    .addOption(replicationsOption())
    .addOption(workersOption())
    .option("--out <folder>", "folder for results, with a subfolder for each scenario", "results")
    .addOption(setOption())
    .option("--resume", "continue an interrupted run of the same scenario")
    .option("--fresh", "discard an unfinished run, and start over")
    .option("--no-report", "write only the summary, without tables, charts and report page")
    .option("--json", "print only summary.json")
    .option("--quiet", "print only errors")
    .option("--live <inventory>", "run a crash campaign on the real machines of this inventory (YAML)")
    .option("--dry-run", "with --live: print everything that would be done, and do nothing")
    .option("--yes <name>", "with --live: the scenario's name, to confirm that real machines may be broken")
    .exits({
      verdict: "done, but an invariant of the world was violated",
      incomplete: "a campaign on real machines did not finish",
      hungUp: "with --live: healed, and ended by SIGHUP",
      quit: "with --live: healed, and ended by SIGQUIT",
    })
    .action(async (files: string[], options: RunCommandOptions) => (await import("./run.ts")).run(files, options));
}
