// Text that others have written, as a scenario, a name or a result, on its way to a terminal: what would steer the
// terminal is shown instead of sent.

/** All control characters but line breaks and tabs, those of the second set included. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** The text with each control character but line breaks and tabs spelled out, as `\\x1b`. */
export function visible(text: string): string {
  return text.replace(CONTROLS, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
