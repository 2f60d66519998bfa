// Words as a shell wants them, for commands that are shown to be copied.

/** The word, in quotes where a shell would read something else in it. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_.,=:/@+%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** `3rc run 'my file.yaml'`. */
export function commandLine(words: readonly string[]): string {
  return ["3rc", ...words.map(quoted)].join(" ");
}
