// Completion for bash. The script finds the command from the words so far, and offers its options and arguments. It
// does not need the package bash-completion.

import { everyCommand, type DescribedCommand, type Offer } from "../../arguments/described.ts";
import { quoted } from "../../terminal/shell-word.ts";

/** The script, to be sourced by bash: `source <(3rc completion bash)`. */
export function bashCompletion(program: DescribedCommand): string {
  const commands = everyCommand(program);
  return `# Completion of 3rc for bash: source <(3rc completion bash)
_3rc_offer() {
  [[ $1 == -[df] ]] && compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$@" -- "$current")
}
_3rc() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} path="" i
  [[ $current == "=" ]] && current=""
  [[ $before == "=" ]] && before=\${COMP_WORDS[COMP_CWORD-2]}
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${path:+$path }\${COMP_WORDS[i]}" in
      ${commands.slice(1).map(keyOf).join("|")}) path+="\${path:+ }\${COMP_WORDS[i]}" ;;
    esac
  done
  COMPREPLY=()
  case "$path:$before" in
${commands.flatMap(valuesOf).join("\n")}
  esac
  case "$path:$current" in
${commands.map(optionsOf).join("\n")}
  esac
  case "$path" in
${commands.flatMap(wordsOf).join("\n")}
  esac
}
complete -F _3rc 3rc
`;
}

function keyOf({ path }: DescribedCommand): string {
  return `"${path.join(" ")}"`;
}

/** Completions after an option that takes a value. */
function valuesOf(command: DescribedCommand): string[] {
  return command.options.flatMap(({ long, offer }) =>
    offer === undefined ? [] : [`    ${keyOf(command)}:${long}) ${offered(offer)}return ;;`],
  );
}

function optionsOf(command: DescribedCommand): string {
  return `    ${keyOf(command)}:-*) ${offered(command.options.map(({ long }) => long))}return ;;`;
}

/** Subcommands, or arguments. If a command takes files, files are offered for all its arguments. */
function wordsOf(command: DescribedCommand): string[] {
  const names = command.commands.map(({ path }) => path[path.length - 1]);
  const offers: readonly Offer[] = names.length > 0 ? [names] : command.arguments.map(({ offer }) => offer);
  const given = offers.filter((offer) => offer !== "nothing");
  return given.length === 0
    ? []
    : [`    ${keyOf(command)}) ${offered(given.includes("files") ? "files" : given[0])};;`];
}

function offered(offer: Offer): string {
  if (offer === "nothing") return "";
  if (offer === "files") return "_3rc_offer -f; ";
  return offer === "folders" ? "_3rc_offer -d; " : `_3rc_offer -W ${quoted(offer.join(" "))}; `;
}
