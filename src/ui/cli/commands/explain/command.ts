// `3rc explain` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { index } from "../../arguments/values.ts";

export function registerExplain(program: CliCommand): void {
  program
    .command("explain")
    .description("explain why each action of a trial was taken")
    .argument("<result>", "result folder of a crash campaign or an incident")
    .argument("[trial]", "number of the trial", index, 0)
    .action(async (folder: string, trial: number) => (await import("./explain.ts")).explain(folder, trial));
}
