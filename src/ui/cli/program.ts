// The commander program with all registered commands and their common settings. The code that does the work of a
// command is not loaded here: each command loads it in its action.

import { VERSION } from "../../base/platform/version.ts";
import { CliCommand } from "./arguments/cli-command.ts";
import { COMMANDS } from "./commands/registry.ts";
import { printError } from "./terminal/print.ts";

/** Makes a new program; parsing throws a `CommanderError` where commander would exit the process. */
export function makeProgram(): CliCommand {
  const program = new CliCommand("3rc")
    .description("Keeps virtual machines available by reboot, restart and reinstall, and measures their availability.")
    .version(VERSION)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: (text) => printError(text) });
  for (const register of COMMANDS) register(program);
  return program;
}
