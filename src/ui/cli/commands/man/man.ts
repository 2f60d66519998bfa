// `3rc man`: the manual page, made from the registered commands, in the man macros of roff.

import { VERSION } from "../../../../base/platform/version.ts";
import type { DescribedCommand } from "../../arguments/described.ts";
import { print } from "../../terminal/print.ts";

export function man(program: DescribedCommand): void {
  print(manPage(program, VERSION));
}

const ABOUT = [
  "3rc is a high-availability system for virtual machines.",
  "One controller reboots, restarts and reinstalls VMs, in a simulated data centre and on real machines;",
  "one command estimates how available a data centre is, measures recoveries, and runs the controller.",
].join(" ");

/** The page has no date, so that it depends only on the program. */
export function manPage(program: DescribedCommand, version: string): string {
  const leaves = leavesOf(program);
  return `${[
    `.TH 3RC 1 "" "3rc ${version}"`,
    ".SH NAME",
    `3rc \\- ${text(uncapitalised(program.description))}`,
    ".SH SYNOPSIS",
    ...leaves.flatMap(({ usage }) => [text(usage), ".br"]).slice(0, -1),
    ".SH DESCRIPTION",
    text(ABOUT),
    ".SH COMMANDS",
    ...leaves.flatMap(commandLines),
    ".SH EXIT STATUS",
    ...program.exits.flatMap(({ code, meaning }) => item(`.B ${code}`, meaning)),
    ".SH EXAMPLES",
    text("Estimate the availability of a site, and print one recovery line by line:"),
    ".PP",
    ".nf",
    text("3rc run scenarios/sns-pisa.yaml"),
    text("3rc trace scenarios/tutorial.yaml"),
    ".fi",
  ].join("\n")}\n`;
}

/** Commands without subcommands, at all levels. */
function leavesOf(command: DescribedCommand): readonly DescribedCommand[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

function commandLines(command: DescribedCommand): string[] {
  const own = command.exits.filter(({ code }) => code === 1 || code === 3);
  return [
    `.SS ${text(`3rc ${command.path.join(" ")}`)}`,
    text(`${capitalised(command.description)}.`),
    ...command.arguments.flatMap(({ term, description }) => item(`.I ${text(term)}`, description)),
    ...command.options.flatMap(({ flags, description, defaultsTo }) =>
      item(`.B ${text(flags)}`, defaultsTo === undefined ? description : `${description} (default: ${defaultsTo})`),
    ),
    ...own.flatMap(({ code, meaning }) => item(`Exit code ${code}`, meaning)),
  ];
}

function item(term: string, description: string): string[] {
  return [".TP", term, ...(description === "" ? ["\\&"] : [text(description)])];
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function uncapitalised(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");
}

/** Escapes a text for roff. */
function text(words: string): string {
  const escaped = words
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(
      /[^\x20-\x7e]/gu,
      (character) => `\\[u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`,
    );
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
