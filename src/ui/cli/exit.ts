// How the program ends, and the errors that say so.

export const EXIT = {
  ok: 0,
  verdict: 1,
  usage: 2,
  incomplete: 3,
  environment: 4,
  defect: 70,
  hungUp: 129,
  interrupted: 130,
  quit: 131,
  terminated: 143,
} as const;

/** Signals that ask a program to end, and what it then ends with. */
export const SIGNALS = {
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
  SIGHUP: EXIT.hungUp,
  SIGQUIT: EXIT.quit,
} as const;

/** What to end with when this signal was why, as the reason of an AbortSignal tells; undefined if none was. */
export function codeOfSignal(reason: unknown): number | undefined {
  return typeof reason === "string" && reason in SIGNALS ? SIGNALS[reason as keyof typeof SIGNALS] : undefined;
}
