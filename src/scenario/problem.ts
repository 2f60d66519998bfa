// What is wrong with a scenario, told so that it can be mended: where, the line itself, what was expected.

import type { Path } from "./document.ts";

export type Problem = {
  /** The file, or the --set option. */
  readonly file: string;
  /** From 1; undefined where the file as a whole is meant. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly source: string;
  readonly message: string;
};

/** Tells of a problem at a path of the file; `atKey` points at the key rather than its value. */
export type Complain = (path: Path, message: string, atKey?: boolean) => void;

/** What is wrong with `file` as a whole. */
export function problemOfAll(file: string, message: string): Problem {
  return { file, line: undefined, column: undefined, source: "", message };
}

/** All problems, each as `file:line:column: message`, the source line, and a caret under the place. */
export function renderProblems(problems: readonly Problem[]): string {
  return problems.map(render).join("\n");
}

const WIDEST = 160;

function render({ file, line, column, source, message }: Problem): string {
  if (line === undefined || column === undefined) return `${file}: ${message}`;
  const margin = `${line} | `;
  const cut = Math.max(0, column - WIDEST);
  const indent = source.slice(cut, column - 1).replace(/[^\t]/g, " ");
  return `${file}:${line}:${column}: ${message}\n${margin}${source.slice(cut, cut + WIDEST + 40)}\n${" ".repeat(margin.length)}${indent}^`;
}
