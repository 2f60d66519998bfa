// A table in plain text: columns as wide as their widest cell, figures right-aligned, long names shortened to fit a
// line.

import { shortened } from "./figures.ts";

/** The largest width of printed lines, even on a wider terminal. */
export const LINE_WIDTH = 100;

const GAP = "  ";
const SHORTEST_NAME = 12;

/**
 * The first row is the head. The first `left` columns are text, the others figures. Names in the first column lose
 * their middle if the line would be longer than `width`.
 */
export function textTable(rows: readonly (readonly string[])[], left = 1, width = LINE_WIDTH): string {
  const widths = rows[0].map((_, column) => rows.reduce((most, row) => Math.max(most, row[column].length), 0));
  const others = widths.slice(1).reduce((sum, each) => sum + GAP.length + each, 0);
  widths[0] = Math.min(widths[0], Math.max(SHORTEST_NAME, width - others));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (i < left ? shortened(cell, widths[i]).padEnd(widths[i]) : cell.padStart(widths[i])))
      .join(GAP)
      .trimEnd();
  return [line(rows[0]), widths.map((each) => "─".repeat(each)).join(GAP), ...rows.slice(1).map(line)].join("\n");
}

const INTERVAL = "95 % interval";

/** A table of names and figures; on a narrow terminal, without the columns of intervals. */
export function figuresTable(rows: readonly (readonly string[])[], width: number): string {
  const [head] = rows;
  const whole = textTable(rows, 1, width);
  if (whole.indexOf("\n") <= width || width >= LINE_WIDTH) return whole;
  const narrow = rows.map((row) => row.filter((_, column) => head[column] !== INTERVAL));
  return textTable(narrow, 1, width);
}
