// Completion for zsh: a function for each command, in the form that `_arguments` requires.

import { everyCommand, type DescribedCommand, type DescribedOption, type Offer } from "../../arguments/described.ts";

/** The script, to be sourced by zsh, or kept as `_3rc` in a folder of `$fpath`. */
export function zshCompletion(program: DescribedCommand): string {
  return `#compdef 3rc
# Completion of 3rc for zsh: source <(3rc completion zsh)
${everyCommand(program).map(functionOf).join("\n")}
if [[ "$funcstack[1]" == _3rc ]]; then _3rc "$@"; else compdef _3rc 3rc; fi
`;
}

function nameOf(path: readonly string[]): string {
  return ["_3rc", ...path].join("_");
}

function functionOf(command: DescribedCommand): string {
  const options = command.options.map((option) => `    ${word(optionOf(option))}`);
  return command.commands.length > 0 ? groupFunction(command, options) : leafFunction(command, options);
}

function groupFunction({ path, commands }: DescribedCommand, options: readonly string[]): string {
  const names = commands.map((child) => [child.path[child.path.length - 1], child] as const);
  return `${nameOf(path)}() {
  local state line
  local -a commands
  _arguments -C \\
${[...options, "    '1:command:->command'", "    '*::argument:->argument'"].join(" \\\n")}
  case $state in
    command)
      commands=(
${names.map(([name, { description }]) => `        ${word(`${name}:${description}`)}`).join("\n")}
      )
      _describe command commands ;;
    argument)
      case $line[1] in
${names.map(([name, child]) => `        ${name}) ${nameOf(child.path)} ;;`).join("\n")}
      esac ;;
  esac
}`;
}

function leafFunction(command: DescribedCommand, options: readonly string[]): string {
  const places = command.arguments.map(({ name, term, offer }, i) => {
    const place = term.includes("...") ? "*" : String(i + 1);
    return `    ${word(`${place}:${plain(name)}:${offered(offer)}`)}`;
  });
  return `${nameOf(command.path)}() {
  _arguments \\
${[...options, ...places].join(" \\\n")}
}`;
}

function optionOf({ long, description, offer }: DescribedOption): string {
  const name = long === "--set" || long === "--vary" ? `*${long}` : long;
  return `${name}[${plain(description)}]${offer === undefined ? "" : `:value:${offered(offer)}`}`;
}

function offered(offer: Offer): string {
  if (offer === "nothing") return " ";
  if (offer === "files") return "_files";
  return offer === "folders" ? "_files -/" : `(${offer.join(" ")})`;
}

/** Without the characters that are special to `_arguments`. */
function plain(text: string): string {
  return text.replace(/[[\]:\\]/g, (character) => `\\${character}`);
}

function word(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
