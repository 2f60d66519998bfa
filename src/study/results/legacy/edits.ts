// Pieces of a text in the place of others, and the way back: which column of the old text a column of the new one was.
// What stands in line behind a piece that has grown moves as little as can be: spaces before a comment give way.

export type Edit = {
  /** In the old text, from 0; `end` is the first character that stays. */
  readonly begin: number;
  readonly end: number;
  readonly text: string;
};

/** A comment behind so many spaces keeps its column as far as they last; one of them stays. */
const BEFORE_COMMENT = /^ {2,}(?=#)/;

/** The edits in the order of the text, with those that take spaces away before comments; `values` are no comments. */
export function inLine(source: string, edits: readonly Edit[], isText: (offset: number) => boolean): Edit[] {
  const ordered = edits.toSorted((a, b) => a.begin - b.begin);
  return ordered.flatMap((edit, i) => {
    const next = ordered.at(i + 1)?.begin ?? source.length;
    const newline = source.indexOf("\n", edit.end);
    const end = newline < 0 ? source.length : newline;
    if (next < end) return [edit];
    const comment = commentIn(source, edit.end, end, isText);
    if (comment === undefined) return [edit];
    const begin = source.lastIndexOf("\n", edit.begin) + 1;
    const grown = ordered
      .slice(0, i + 1)
      .filter((each) => each.begin >= begin)
      .reduce((sum, each) => sum + each.text.length - (each.end - each.begin), 0);
    const given = Math.min(grown, comment.spaces - 1);
    return given > 0 ? [edit, { begin: comment.at, end: comment.at + given, text: "" }] : [edit];
  });
}

/** The spaces before the comment at the end of a line. */
function commentIn(
  source: string,
  from: number,
  to: number,
  isText: (offset: number) => boolean,
): { readonly at: number; readonly spaces: number } | undefined {
  for (let at = source.indexOf("  ", from); at >= 0 && at < to; at = source.indexOf("  ", at + 1)) {
    const spaces = BEFORE_COMMENT.exec(source.slice(at, to))?.[0].length;
    if (spaces !== undefined && !isText(at)) return { at, spaces };
  }
  return undefined;
}

/** The text with the edits, which are in order and apart. */
export function edited(source: string, edits: readonly Edit[]): string {
  let at = 0;
  const pieces = edits.flatMap(({ begin, end, text }) => {
    const kept = source.slice(at, begin);
    at = end;
    return [kept, text];
  });
  return [...pieces, source.slice(at)].join("");
}

/** Where in the old text a place of the edited one was. */
export function before(edits: readonly Edit[], offset: number): number {
  let shift = 0;
  for (const { begin, end, text } of edits) {
    if (begin + shift + text.length > offset)
      return Math.min(offset - shift, begin + Math.max(0, offset - begin - shift));
    shift += text.length - (end - begin);
  }
  return offset - shift;
}
