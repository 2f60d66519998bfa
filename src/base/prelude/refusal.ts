// What is refused with one line that the user can act on, without a stack. What kind it is becomes an exit code where
// the program ends, and nowhere else.

/**
 * `usage`: what was asked for or written. `environment`: what the machine does not allow. `incomplete`: not brought to
 * its end. `verdict`: what was to be so is not so.
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
