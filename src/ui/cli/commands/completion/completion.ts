// `3rc completion`: the script for a shell, made from the registered commands.

import type { DescribedCommand } from "../../arguments/described.ts";
import { bashCompletion } from "./bash.ts";
import { fishCompletion } from "./fish.ts";
import type { Shell } from "./shells.ts";
import { zshCompletion } from "./zsh.ts";
import { print } from "../../terminal/print.ts";

const SCRIPTS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
} as const satisfies Record<Shell, (program: DescribedCommand) => string>;

export function completion(program: DescribedCommand, shell: Shell): void {
  print(SCRIPTS[shell](program));
}
