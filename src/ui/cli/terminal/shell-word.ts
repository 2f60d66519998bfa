// Quotes words for a shell, in commands that are shown to be copied.

/** The word, in quotes if it has characters that are special to a shell. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_.,=:/@+%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** `3rc run 'my file.yaml'`. */
export function commandLine(words: readonly string[]): string {
  return ["3rc", ...words.map(quoted)].join(" ");
}
