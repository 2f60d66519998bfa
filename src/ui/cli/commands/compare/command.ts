// `3rc compare` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { halfOption } from "../../arguments/shared.ts";
import { level } from "../../arguments/values.ts";
import type { CompareCommandOptions } from "./compare.ts";

export function registerCompare(program: CliCommand): void {
  program
    .command("compare")
    .description("predicted against observed: can two crash campaigns be told apart, and by which phase")
    .argument("<sim>", "result folder of what was predicted")
    .argument("<live>", "result folder of what was observed")
    .option("--out <folder>", "a folder for tables, charts and page", "results/comparison")
    .option("--fault <kind>", "compare only trials of this fault")
    .addOption(halfOption("only every other observed trial of each fault"))
    .option("--alpha <share>", "how often at most two samples of one law may be called different", level, 0.01)
    .option("--fail-if-different", "exit code 1 if they can be told apart")
    .option("--json", "print comparison.json on stdout, and nothing else")
    .exits({ verdict: "with --fail-if-different: they can be told apart" })
    .action(async (sim: string, live: string, options: CompareCommandOptions) =>
      (await import("./compare.ts")).compare(sim, live, options),
    );
}
