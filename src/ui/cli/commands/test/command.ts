// `3rc test` on the command line.

import { Argument } from "commander";
import type { CliCommand } from "../../arguments/cli-command.ts";
import { setOption, workersOption } from "../../arguments/shared.ts";
import type { TestOptions } from "./test.ts";

export function registerTest(program: CliCommand): void {
  program
    .command("test")
    .description("run scenarios, and report whether what they expect came out")
    .addArgument(new Argument("<path...>", "scenario files, or folders of them (YAML), with their sub-folders"))
    .addOption(workersOption())
    .addOption(setOption("of all scenarios"))
    .option("--json", "print the judgements as JSON")
    .option("--junit <file>", "also write the judgements as JUnit XML")
    .exits({
      verdict: "an expectation was missed, or an invariant violated",
      usage: "wrong input, or no scenario expects anything",
      incomplete: "none was missed, and one could not be judged",
    })
    .action(async (paths: string[], options: TestOptions) => (await import("./test.ts")).test(paths, options));
}
