// Makes text from scenarios, names and results safe for a terminal: control characters are shown instead of sent.

/** All control characters except line breaks and tabs, C1 included. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Each control character but line breaks and tabs is spelled out as in JSON, `\\u001b`: JSON stays JSON. */
export function visible(text: string): string {
  return text.replace(CONTROLS, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
