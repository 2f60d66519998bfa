// The grammar of distributions, without their meaning: terms are words and calls, each with its place in the text.
//   term     = word | word "(" [ argument { "," argument } ] ")"
//   argument = [ word ( "=" | "*" ) ] term

type DistributionWord = { readonly kind: "word"; readonly text: string; readonly at: number };
export type Call = {
  readonly kind: "call";
  readonly text: string;
  readonly at: number;
  readonly args: readonly Argument[];
};
export type DistributionTerm = DistributionWord | Call;
/** `mean=4h` has the label mean, `0.9 * 10s` the label 0.9, and so has `0.9: 10s`, the syntax of version 0.3. */
type Argument = {
  readonly label: DistributionWord | undefined;
  readonly by: "=" | "*" | ":" | undefined;
  readonly value: DistributionTerm;
};

/** A problem of the text of a distribution, and its place, from 0. */
export class DistributionError extends Error {
  readonly at: number;
  /** Whether it is the syntax of version 0.3. */
  readonly old: boolean;

  constructor(at: number, message: string, old = false) {
    super(message);
    this.at = at;
    this.old = old;
  }
}

/** More than any useful distribution is nested. */
const DEEPEST = 20;

/** Throws a DistributionError. */
export function readTerm(text: string): DistributionTerm {
  let at = 0;

  const word = (): DistributionWord => {
    const [spaces] = /^\s*/.exec(text.slice(at)) ?? [""];
    const begin = at + spaces.length;
    const [run] = /^[^(),=*:]*/.exec(text.slice(begin)) ?? [""];
    at = begin + run.length;
    return { kind: "word", text: run.trimEnd(), at: begin };
  };

  /** Skips the sign if it is one of these. */
  const sign = <Sign extends string>(...signs: readonly Sign[]): Sign | undefined => {
    const found = signs.find((each) => text[at] === each);
    if (found !== undefined) at++;
    return found;
  };

  const term = (depth: number, begun = word()): DistributionTerm => {
    const opened = at;
    if (sign("(") === undefined) return begun;
    if (depth === DEEPEST) throw new DistributionError(opened, "nested too deeply");
    const args: Argument[] = [];
    if (/^\s*\)/.test(text.slice(at))) {
      word();
    } else {
      do args.push(argument(depth));
      while (sign(",") !== undefined);
    }
    if (sign(")") === undefined)
      throw new DistributionError(
        at,
        at >= text.length ? "the ( is never closed: expected )" : "expected a comma or )",
      );
    const { at: after, text: rest } = word();
    if (rest !== "") throw new DistributionError(after, "expected nothing after )");
    return { kind: "call", text: begun.text, at: begun.at, args };
  };

  const argument = (depth: number): Argument => {
    const first = word();
    const by = sign("=", "*", ":");
    if (by === undefined) return { label: undefined, by, value: term(depth + 1, first) };
    return { label: first, by, value: term(depth + 1) };
  };

  const whole = term(0);
  if (at < text.length) throw new DistributionError(at, `"${text[at]}" is not expected here`);
  return whole;
}
