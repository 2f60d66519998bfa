// The width of output lines.

import { LINE_WIDTH } from "../../report/text/text-table.ts";

/** The width of a terminal that does not report one. */
const USUAL = 80;

/** The width of the terminal, at most `LINE_WIDTH`; `LINE_WIDTH` for a file or a pipe. */
export function lineWidth(to: Pick<NodeJS.WriteStream, "isTTY" | "columns"> = process.stdout): number {
  if (!to.isTTY) return LINE_WIDTH;
  return Math.min(LINE_WIDTH, to.columns > 0 ? to.columns : USUAL);
}
