// The private dialect of version 0.3: in `{ takes: normal(2s, 0.3s) }` the comma belonged to the distribution, and in
// `{ h[1..2]: … }` the brackets to a range of names. So they are put out of YAML's sight before it reads, one character
// for one so that all places stay, and back in afterwards.

/** What stands for them meanwhile: characters for private use, which no text had. */
const HIDDEN = new Map([
  [",", "\uE000"],
  [":", "\uE001"],
  ["[", "\uE002"],
  ["]", "\uE003"],
]);
const SHOWN = new Map([...HIDDEN].map(([sign, hidden]) => [hidden, sign]));

/** `name(…)`, parentheses balanced up to three deep, on one line. */
const CALL = /(?<![A-Za-z])[A-Za-z]+\((?:[^()\n]|\((?:[^()\n]|\([^()\n]*\))*\))*\)/g;

/** What follows a name as `[1..3]`. */
const RANGE = /(?<=[A-Za-z0-9_.-])\[\d{1,9}\.\.\d{1,9}\]/g;

/** The same text, as long as before, with the signs out of YAML's sight. */
export function hideOwnSigns(source: string): string {
  return source
    .replace(CALL, (call) => call.replace(/[,:]/g, hidden))
    .replace(RANGE, (range) => range.replace(/[[\]]/g, hidden));
}

/** The inverse of hideOwnSigns. */
export function showOwnSigns(text: string): string {
  return text.replace(/[\uE000-\uE003]/g, (sign) => SHOWN.get(sign) ?? sign);
}

/** Whether a text already has what is to stand for them: version 0.3 refused it. */
export function hasHidden(source: string): boolean {
  return /[\uE000-\uE003]/.test(source);
}

function hidden(sign: string): string {
  return HIDDEN.get(sign) ?? sign;
}
