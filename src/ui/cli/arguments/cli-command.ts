// A command of 3rc: a Command of commander that also has exit codes and lists them in its help. Subcommands are of the
// same class.

import { Command, Help } from "commander";
import { EVERY_EXIT, EXIT, EXIT_MEANING, type ExitName } from "../exit.ts";

/** One exit code of a command, and its meaning there. */
export type Exit = { readonly code: number; readonly meaning: string };

export class CliCommand extends Command {
  #own: Partial<Record<ExitName, string>> = {};

  override createCommand(name?: string): CliCommand {
    return new CliCommand(name);
  }

  override createHelp(): Help {
    return Object.assign(new HelpWithExits(), this.configureHelp());
  }

  /** Sets the exit codes of this command besides those of every command, and their meanings here. */
  exits(own: Partial<Record<ExitName, string>>): this {
    this.#own = own;
    return this;
  }

  /** All exit codes of the command and its subcommands, in ascending order. */
  get exitCodes(): readonly Exit[] {
    const possible = this.#exitNames();
    return (Object.keys(EXIT) as ExitName[])
      .filter((name) => possible.has(name))
      .map((name) => ({ code: EXIT[name], meaning: this.#own[name] ?? EXIT_MEANING[name] }));
  }

  #exitNames(): Set<string> {
    const ofSubCommands = this.commands.flatMap((command) =>
      command instanceof CliCommand ? [...command.#exitNames()] : [],
    );
    return new Set([...EVERY_EXIT, ...Object.keys(this.#own), ...ofSubCommands]);
  }
}

/** The width of an exit code, in digits. */
const CODE_WIDTH = 3;

class HelpWithExits extends Help {
  override minWidthToWrap = 20;

  /** Omits "[options]": nearly every command has some. */
  override subcommandTerm(command: Command): string {
    return super.subcommandTerm(command).replace(" [options]", "");
  }

  override formatHelp(command: Command, helper: Help): string {
    const help = super.formatHelp(command, helper);
    if (!(command instanceof CliCommand)) return help;
    const items = command.exitCodes.map(({ code, meaning }) =>
      helper.formatItem(String(code), CODE_WIDTH, meaning, helper),
    );
    return `${help}\n${helper.formatItemList("Exit codes:", items, helper).join("\n")}`;
  }
}
