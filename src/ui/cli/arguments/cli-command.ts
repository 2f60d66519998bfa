// A command of 3rc: one of commander's that also knows its exit codes and lists them in its help. Sub commands are made
// of the same kind.

import { Command, Help } from "commander";
import { EVERY_EXIT, EXIT, EXIT_MEANING, type ExitName } from "../exit.ts";

/** One exit code of a command, and what it says there. */
export type Exit = { readonly code: number; readonly meaning: string };

export class CliCommand extends Command {
  #own: Partial<Record<ExitName, string>> = {};

  override createCommand(name?: string): CliCommand {
    return new CliCommand(name);
  }

  override createHelp(): Help {
    return Object.assign(new HelpWithExits(), this.configureHelp());
  }

  /** Says which exit codes this command has besides those of every command, and what a code means here. */
  exits(own: Partial<Record<ExitName, string>>): this {
    this.#own = own;
    return this;
  }

  /** In the order of their codes. What has sub commands has those of all of them. */
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

/** Of an exit code, in digits. */
const CODE_WIDTH = 3;

class HelpWithExits extends Help {
  override minWidthToWrap = 20;

  /** Options are not worth a column here: nearly every command has some. */
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
