// All that the command prints goes through here, so that no control character of a scenario, a result or a host reaches
// the terminal.

import { visible } from "./visible.ts";

/** On standard output. */
export function print(text: string): void {
  process.stdout.write(visible(text));
}

/** On standard error. */
export function printError(text: string): void {
  process.stderr.write(visible(text));
}

/** The content of a file on standard output, unchanged. */
export function printFile(content: string | Uint8Array): void {
  process.stdout.write(content);
}
