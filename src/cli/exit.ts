// How the program ends, and the errors that say so.

export const EXIT = { ok: 0, verdict: 1, usage: 2, incomplete: 3, environment: 4, defect: 70, hungUp: 129, interrupted: 130, quit: 131, terminated: 143 } as const;

/** Ends the program with this code after printing the message, which needs no stack: the user can mend it. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly code: number;

  constructor(message: string, code: number = EXIT.usage, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
