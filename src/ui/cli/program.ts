// The program as commander has it: all registered commands, and what holds for every one of them. Nothing is loaded
// here that a command needs to do its work: each loads it in its action.

import { VERSION } from "../../base/platform/version.ts";
import { visible } from "./terminal/visible.ts";
import { CliCommand } from "./arguments/cli-command.ts";
import { COMMANDS } from "./commands/registry.ts";

/** Made anew by each call; throws a `CommanderError` where commander alone would end the process. */
export function makeProgram(): CliCommand {
  const program = new CliCommand("3rc")
    .description("Reboot, restart, reinstall: keeps virtual machines available, and says how available they are.")
    .version(VERSION)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: (text) => void process.stderr.write(visible(text)) });
  for (const register of COMMANDS) register(program);
  return program;
}
