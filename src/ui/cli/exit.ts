// The exit codes of the program: the one table of them, in code, in `--help` and in the man page.

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

/** What each code says. A command may say it more precisely for itself. */
export const EXIT_MEANING = {
  ok: "done, and nothing is wrong",
  verdict: "done, and the verdict is that something is wrong",
  usage: "the command line, a scenario or another input is wrong",
  incomplete: "not finished, or the question cannot be answered",
  environment: "a file, a program or a machine refuses",
  defect: "a defect of 3rc itself; what to report is on stderr",
  hungUp: "ended by SIGHUP",
  interrupted: "ended by SIGINT (Ctrl-C)",
  quit: "ended by SIGQUIT",
  terminated: "ended by SIGTERM",
} as const satisfies Record<ExitName, string>;

/** What every command can end with, whatever it does. */
export const EVERY_EXIT: readonly ExitName[] = ["ok", "usage", "environment", "defect", "interrupted", "terminated"];

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
