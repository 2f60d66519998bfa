// What is wrong with a scenario, told so that it can be mended: where, the line itself, what was expected.

export type Problem = {
  /** The file, or the --set option. */
  readonly file: string;
  /** From 1; undefined where the file as a whole is meant. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly source: string;
  readonly message: string;
};

/** All problems, each as `file:line:column: message`, the source line, and a caret under the place. */
export function renderProblems(problems: readonly Problem[]): string {
  return problems.map(render).join("\n");
}

function render({ file, line, column, source, message }: Problem): string {
  if (line === undefined || column === undefined) return `${file}: ${message}`;
  const margin = `${line} | `;
  return `${file}:${line}:${column}: ${message}\n${margin}${source}\n${" ".repeat(margin.length + column - 1)}^`;
}
