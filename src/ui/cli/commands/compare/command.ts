// `3rc compare` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { halfOption } from "../../arguments/shared.ts";
import { level } from "../../arguments/values.ts";
import type { CompareCommandOptions } from "./compare.ts";

export function registerCompare(program: CliCommand): void {
  program
    .command("compare")
    .description("test whether two crash campaigns differ, and in which phases")
    .argument("<sim>", "result folder of the predicted campaign")
    .argument("<live>", "result folder of the observed campaign")
    .option("--out <folder>", "folder for tables, charts and report page", "results/comparison")
    .option("--fault <kind>", "compare only trials of this fault")
    .addOption(halfOption("use only half of the observed trials of each fault"))
    .option("--alpha <share>", "significance level: accepted probability of a false difference", level, 0.01)
    .option("--fail-if-different", "exit with code 1 if they differ")
    .option("--json", "print only comparison.json")
    .exits({ verdict: "with --fail-if-different: the campaigns differ" })
    .action(async (sim: string, live: string, options: CompareCommandOptions) =>
      (await import("./compare.ts")).compare(sim, live, options),
    );
}
