// The registered commands as plain data, from which shell completions and the man page are made.

import type { Argument, Option } from "commander";
import { check } from "../../../base/prelude/check.ts";
import { CliCommand, type Exit } from "./cli-command.ts";

/** What a shell completes a value with: files, folders, these words, or nothing. */
export type Offer = "files" | "folders" | "nothing" | readonly string[];

export type DescribedOption = {
  /** As `--seed <text>`. */
  readonly flags: string;
  /** As `--seed`. */
  readonly long: string;
  readonly short: string | undefined;
  readonly description: string;
  /** The default as text; undefined if there is none to show. */
  readonly defaultsTo: string | undefined;
  /** Undefined: it takes no value. */
  readonly offer: Offer | undefined;
};

type DescribedArgument = {
  /** As `<file...>` or `[trial]`. */
  readonly term: string;
  readonly name: string;
  readonly description: string;
  readonly offer: Offer;
};

export type DescribedCommand = {
  /** The words after `3rc`, as `["ctl", "status"]`; empty for the program itself. */
  readonly path: readonly string[];
  readonly description: string;
  readonly usage: string;
  readonly options: readonly DescribedOption[];
  readonly arguments: readonly DescribedArgument[];
  readonly exits: readonly Exit[];
  readonly commands: readonly DescribedCommand[];
};

/** Completions of a value, by its placeholder in the help. A test fails for a placeholder that is missing here. */
const OFFERS: Readonly<Record<string, Offer | undefined>> = {
  file: "files",
  path: "files",
  scenario: "files",
  inventory: "files",
  journal: "files",
  folder: "folders",
  result: "folders",
  sim: "folders",
  live: "folders",
  half: ["even", "odd"],
  ...Object.fromEntries(
    [
      ["text", "n", "name", "kind", "trial", "share", "duration", "address", "url", "program", "target", "vm", "host"],
      ["path=value", "path=value,…"],
    ].flatMap((words) => words.map((word) => [word, "nothing"] as const)),
  ),
};

export function described(command: CliCommand, path: readonly string[] = []): DescribedCommand {
  const help = command.createHelp();
  return {
    path,
    description: command.description(),
    usage: help.commandUsage(command),
    options: help.visibleOptions(command).map(optionOf),
    arguments: command.registeredArguments.map(argumentOf),
    exits: command.exitCodes,
    commands: command.commands
      .filter((child) => child instanceof CliCommand)
      .map((child) => described(child, [...path, child.name()])),
  };
}

/** The command and all its subcommands, in the order of the help. */
export function everyCommand(command: DescribedCommand): readonly DescribedCommand[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

function optionOf(option: Option): DescribedOption {
  const { flags, long, short, description, defaultValue, defaultValueDescription } = option;
  const value = /[<[](.+?)(?:\.\.\.)?[>\]]$/.exec(flags)?.[1];
  const withDefault = value !== undefined && defaultValue !== undefined;
  return {
    flags,
    long: long ?? flags,
    short,
    description,
    defaultsTo: withDefault ? (defaultValueDescription ?? String(defaultValue)) : undefined,
    offer: value === undefined ? undefined : (option.argChoices ?? offerOf(value)),
  };
}

function argumentOf(argument: Argument): DescribedArgument {
  const name = argument.name();
  const word = argument.variadic ? `${name}...` : name;
  return {
    term: argument.required ? `<${word}>` : `[${word}]`,
    name,
    description: argument.description,
    offer: argument.argChoices ?? offerOf(name),
  };
}

function offerOf(word: string): Offer {
  const offer = OFFERS[word];
  check(offer !== undefined, () => `src/ui/cli/arguments/described.ts says what a shell offers for <${word}>`);
  return offer;
}
