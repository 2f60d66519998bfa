// How wide a line may be.

import { LINE_WIDTH } from "../../report/text/text-table.ts";

/** Of a terminal that does not say how wide it is. */
const USUAL = 80;

/** As wide as the terminal is, but never too wide to be read; into a file or a pipe, as wide as can be read. */
export function lineWidth(to: Pick<NodeJS.WriteStream, "isTTY" | "columns"> = process.stdout): number {
  if (!to.isTTY) return LINE_WIDTH;
  return Math.min(LINE_WIDTH, to.columns > 0 ? to.columns : USUAL);
}
