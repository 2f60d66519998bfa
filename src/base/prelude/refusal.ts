// An error that is reported in one line that the user can act on, without a stack trace. Its kind becomes an exit code
// at the end of the program, and nowhere else.

/**
 * `usage`: wrong input. `environment`: the machine does not allow it. `incomplete`: the work was not completed.
 * `verdict`: what was checked does not hold.
 */
type RefusalKind = "usage" | "environment" | "incomplete" | "verdict";

export class Refusal extends Error {
  override name = "Refusal";
  readonly kind: RefusalKind;

  constructor(message: string, kind: RefusalKind = "usage", options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
