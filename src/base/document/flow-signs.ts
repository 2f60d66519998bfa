// Signs that are part of our syntax, but that YAML reads as its own: inside { } and [ ] a comma ends a value and a
// bracket begins a list, and a colon with a space ends a value everywhere. Version 0.3 read such files; now they are
// standard YAML, and a problem reports missing quotes, with the text that was meant.

import { isPair, isScalar, visit, type Document, type Pair, type Scalar, type YAMLError } from "yaml";

export type Flaw = {
  /** The place in the text, from 0. */
  readonly offset: number;
  readonly message: string;
  /** Whether version 0.3 accepted it. */
  readonly old?: true;
};

const RANGE = /\[\d{1,9}\.\.\d{1,9}\]/y;
const NAME_BEFORE = /[A-Za-z0-9_.-]+$/;
const WEIGHTS = /mixture\([^)#\n]*?\d\s*:\s[^#\n]*/;

/** The search around an error is limited to this many characters, and to this many parts of a value. */
const WIDEST = 500;
const MAX_PARTS = 100;

/** The intended meaning where YAML found an error; undefined for an error of another kind. */
export function meantAt({ pos: [offset] }: YAMLError, source: string): Flaw | undefined {
  RANGE.lastIndex = offset;
  const range = RANGE.exec(source)?.[0];
  const stem = NAME_BEFORE.exec(source.slice(Math.max(0, offset - 100), offset))?.[0];
  if (range !== undefined && stem !== undefined) {
    const name = `"${stem}${range}"`;
    return {
      offset: offset - stem.length,
      message: `a bracket begins a list inside { } and [ ]: write the range of names in quotes, ${name}`,
      old: true,
    };
  }
  const begin = Math.max(source.lastIndexOf("\n", offset - 1) + 1, offset - WIDEST);
  const weights = WEIGHTS.exec(source.slice(begin, begin + 2 * WIDEST).split("\n", 1)[0]);
  return weights === null
    ? undefined
    : {
        offset: begin + weights.index,
        message: "a colon and a space end a value: write weights with *, as mixture(0.9 * 10s, 0.1 * 2h)",
        old: true,
      };
}

/**
 * Reports each value with a ( that a comma has split, and joins it again in the document, so that further problems can
 * be reported too.
 */
export function joinSplit(document: Document, source: string): Flaw[] {
  const flaws: Flaw[] = [];
  const joined = <Item>(items: readonly Item[], brackets: string): Item[] => {
    const kept: Item[] = [];
    for (let i = 0; i < items.length; i++) {
      kept.push(items[i]);
      const scalar = lastOf(items[i]);
      const begin = scalar?.range?.[0];
      if (scalar === undefined || begin === undefined || openIn(String(scalar.source)) <= 0) continue;
      const end = closing(items, i);
      if (end === undefined) continue;
      const whole = source.slice(begin, end.offset);
      flaws.push({
        offset: begin,
        message: `a comma ends a value inside ${brackets}: write the distribution in quotes, "${whole}"`,
        old: true,
      });
      scalar.value = whole;
      i = end.last;
    }
    return kept;
  };
  visit(document, {
    Map(_, map) {
      if (map.flow === true) map.items = joined(map.items, "{ }");
    },
    Seq(_, seq) {
      if (seq.flow === true) seq.items = joined(seq.items, "[ ]");
    },
  });
  return flaws;
}

/** The plain text at the end of an item of a collection. */
function lastOf(item: unknown): Scalar | undefined {
  const last = isPair(item) ? ((item as Pair).value ?? (item as Pair).key) : item;
  return isScalar(last) && last.type === "PLAIN" ? last : undefined;
}

/** The item after number `first` that closes the parenthesis opened there, and where it ends. */
function closing(
  items: readonly unknown[],
  first: number,
): { readonly last: number; readonly offset: number } | undefined {
  let open = 0;
  for (let last = first; last < Math.min(items.length, first + MAX_PARTS); last++) {
    const item = items[last];
    const scalar = lastOf(item);
    if (scalar === undefined) return undefined;
    open += openIn(String(scalar.source));
    if (open <= 0) return { last, offset: scalar.range?.[1] ?? 0 };
  }
  return undefined;
}

/** The number of ( minus the number of ). */
function openIn(text: string): number {
  return text.split("(").length - text.split(")").length;
}
