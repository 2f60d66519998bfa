// A table in plain text: columns as wide as their widest cell, figures to the right, long names cut to fit a line.

import { shortened } from "./words.ts";

/** Nothing that is printed is meant to be wider. */
export const LINE_WIDTH = 100;

const GAP = "  ";
const SHORTEST_NAME = 12;

/**
 * The first row is the head. `left` columns from the left are words, the others figures. Names of the first column lose
 * their middle where the line would be too long.
 */
export function textTable(rows: readonly (readonly string[])[], left = 1): string {
  const widths = rows[0].map((_, column) => rows.reduce((most, row) => Math.max(most, row[column].length), 0));
  const others = widths.slice(1).reduce((sum, width) => sum + GAP.length + width, 0);
  widths[0] = Math.min(widths[0], Math.max(SHORTEST_NAME, LINE_WIDTH - others));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (i < left ? shortened(cell, widths[i]).padEnd(widths[i]) : cell.padStart(widths[i])))
      .join(GAP)
      .trimEnd();
  return [line(rows[0]), widths.map((width) => "─".repeat(width)).join(GAP), ...rows.slice(1).map(line)].join("\n");
}
