// The exit codes of the program, for code, `--help` and the man page.

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

export type ExitName = keyof typeof EXIT;

/** The meaning of each code. A command may give a more precise one. */
export const EXIT_MEANING = {
  ok: "success",
  verdict: "done, and something is wrong with the subject",
  usage: "wrong command line, scenario or other input",
  incomplete: "not finished, or the question cannot be answered",
  environment: "a file, a program or a machine cannot be used",
  defect: "a defect of 3rc itself; stderr says what to report",
  hungUp: "ended by SIGHUP",
  interrupted: "ended by SIGINT (Ctrl-C)",
  quit: "ended by SIGQUIT",
  terminated: "ended by SIGTERM",
} as const satisfies Record<ExitName, string>;

/** The exit codes that every command may have. */
export const EVERY_EXIT: readonly ExitName[] = ["ok", "usage", "environment", "defect", "interrupted", "terminated"];

/** Signals that end the program, and its exit code after each. */
export const SIGNALS = {
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
  SIGHUP: EXIT.hungUp,
  SIGQUIT: EXIT.quit,
} as const;

/** The exit code for the signal that is the reason of an AbortSignal; undefined if the reason is not a signal. */
export function codeOfSignal(reason: unknown): number | undefined {
  return typeof reason === "string" && reason in SIGNALS ? SIGNALS[reason as keyof typeof SIGNALS] : undefined;
}
