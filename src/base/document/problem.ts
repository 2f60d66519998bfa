// Problems of a scenario, reported so that they can be corrected: the place, the line itself, what was expected.

import type { Path } from "./path.ts";

export type Problem = {
  /** The file, or the --set option. */
  readonly file: string;
  /** From 1; undefined for a problem of the whole file or of an option. */
  readonly line: number | undefined;
  /** From 1, in `source`; undefined for a problem of the whole file. */
  readonly column: number | undefined;
  /** The line of the file, or the text of the option. */
  readonly source: string;
  readonly message: string;
};

/**
 * Reports a problem at a path of the file; `atKey` points at the key rather than its value, `within` is an offset in
 * characters into the value.
 */
export type Complain = (path: Path, message: string, atKey?: boolean, within?: number) => void;

/** A problem of the whole file. */
export function problemOfAll(file: string, message: string): Problem {
  return { file, line: undefined, column: undefined, source: "", message };
}

/** A problem of `--set text`, at the character `at`, counted from 0. */
export function problemOfOption(text: string, at: number, message: string): Problem {
  return { file: `--set ${text}`, line: undefined, column: at + 1, source: text, message };
}

/** Those of `more` that have another place than all of `problems`. Its cost is linear in the sum of both. */
export function elsewhere(more: readonly Problem[], problems: readonly Problem[]): Problem[] {
  const placeOf = ({ file, line, column }: Problem) => JSON.stringify([file, line, column]);
  const taken = new Set(problems.map(placeOf));
  return more.filter((problem) => !taken.has(placeOf(problem)));
}

/**
 * At most a hundred problems and how many more there are, each as `file:line:column: message`, the source line, and a
 * caret under the place; of an option, the caret is under its text.
 */
export function renderProblems(problems: readonly Problem[]): string {
  const left = problems.length - MAX_TOLD;
  const more = left > 0 ? [`and ${left.toLocaleString("en")} more`] : [];
  return [...problems.slice(0, MAX_TOLD).map(render), ...more].join("\n");
}

/** At most this many problems are reported, of all kinds; the rest appear when these are corrected. */
export const MAX_TOLD = 100;

const WIDEST = 160;

/** Its place and what is said, in one line. */
export function inOneLine({ file, line, column, message }: Problem): string {
  return line === undefined ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`;
}

function render(problem: Problem): string {
  const { file, line, column, source, message } = problem;
  if (column === undefined) return `${file}: ${message}`;
  if (line === undefined) return `${file}: ${message}\n${" ".repeat(file.length - source.length + column - 1)}^`;
  const margin = `${line} | `;
  const cut = Math.max(0, column - WIDEST);
  const indent = source.slice(cut, column - 1).replace(/[^\t]/g, " ");
  return (
    `${inOneLine(problem)}\n${margin}${source.slice(cut, cut + WIDEST + 40)}` +
    `\n${" ".repeat(margin.length)}${indent}^`
  );
}
