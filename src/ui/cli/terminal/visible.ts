// Makes text from scenarios, names and results safe for a terminal: control characters are shown instead of sent.

/** All control characters except line breaks and tabs, C1 included. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** The text with each control character except line breaks and tabs spelled out, as `\\x1b`. */
export function visible(text: string): string {
  return text.replace(CONTROLS, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
