// Completion for fish: a line for each completion, with a condition on the command so far.

import { everyCommand, type DescribedCommand, type Offer } from "../../arguments/described.ts";

/** The script, to be sourced by fish: `3rc completion fish | source`. */
export function fishCompletion(program: DescribedCommand): string {
  const commands = everyCommand(program);
  return `# Completion of 3rc for fish: 3rc completion fish | source
function __3rc_at
    set -l known ${commands
      .slice(1)
      .map(({ path }) => word(path.join(" ")))
      .join(" ")}
    set -l path
    for each in (commandline -opc)[2..-1]
        if contains -- (string join ' ' -- $path $each) $known
            set -a path $each
        end
    end
    test "$path" = "$argv"
end
complete -c 3rc -f
${commands.flatMap(linesOf).join("\n")}
`;
}

function linesOf(command: DescribedCommand): string[] {
  const at = `complete -c 3rc -n ${word(["__3rc_at", ...command.path].join(" "))}`;
  const options = command.options.map(({ long, description, offer }) => {
    const value = offer === undefined ? "" : ` -r${offered(offer)}`;
    return `${at} -l ${long.slice(2)}${value} -d ${word(description)}`;
  });
  const names = command.commands.map(
    ({ path, description }) => `${at} -a ${word(path[path.length - 1])} -d ${word(description)}`,
  );
  const places = command.arguments
    .filter(({ offer }) => offer !== "nothing")
    .map(({ offer }) => `${at}${offered(offer)}`);
  return [...names, ...options, ...new Set(places)];
}

function offered(offer: Offer): string {
  if (offer === "nothing") return " -f";
  if (offer === "files") return " -F";
  return offer === "folders" ? " -f -a '(__fish_complete_directories)'" : ` -f -a ${word(offer.join(" "))}`;
}

function word(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
