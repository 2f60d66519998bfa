// In `{ takes: normal(2s, 0.3s) }` the comma belongs to the law, as everybody expects, not to YAML's mapping. So commas
// and colons between parentheses are put out of YAML's sight before it reads, one character for one so that all places
// stay, and back in afterwards.

/** What stands for them meanwhile: characters for private use, which no text has. */
const [COMMA, COLON] = ["\uE000", "\uE001"];

/** `name(…)`, parentheses balanced up to three deep, on one line. */
const CALL = /(?<![A-Za-z])[A-Za-z]+\((?:[^()\n]|\((?:[^()\n]|\([^()\n]*\))*\))*\)/g;

export function hideCommas(source: string): string {
  return source.replace(CALL, (call) => call.replaceAll(",", COMMA).replaceAll(":", COLON));
}

export function showCommas(text: string): string {
  return text.replaceAll(COMMA, ",").replaceAll(COLON, ":");
}

/** Whether a text already has what is to stand for commas and colons. */
export function hasHidden(source: string): boolean {
  return source.includes(COMMA) || source.includes(COLON);
}
