// `3rc calibrate` on the command line.

import type { CliCommand } from "../../arguments/cli-command.ts";
import { halfOption } from "../../arguments/shared.ts";
import type { CalibrateOptions } from "./calibrate.ts";

export function registerCalibrate(program: CliCommand): void {
  program
    .command("calibrate")
    .description("fit distributions to the phases of a crash campaign and write its scenario with them")
    .argument("<live>", "result folder of a crash campaign")
    .addOption(halfOption("use only half of the trials of each fault"))
    .option("--out <file>", "new file for the scenario", "calibrated.yaml")
    .option("--json", "print the fits as JSON")
    .action(async (folder: string, options: CalibrateOptions) =>
      (await import("./calibrate.ts")).calibrate(folder, options),
    );
}
