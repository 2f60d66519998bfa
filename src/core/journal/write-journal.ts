// A journal as lines: a head, entries as they happen, and an end that says how many there are, so that whoever reads it
// knows whether anything is missing.

import { JOURNAL_SCHEMA, type Entry, type Head, type Recorder } from "./entry.ts";

/** The first line of a journal of today's schema. */
export function journalHeadOf(what: Omit<Head, "kind" | "schema">): Head {
  const { at, ...more } = what;
  return { kind: "head", at, schema: JOURNAL_SCHEMA, ...more };
}

/** An entry as its line, without the line break. */
export function journalLine(entry: Entry): string {
  return JSON.stringify(entry);
}

/** Gives the head to `write` at once, and then every entry that is recorded. `end` writes the last line. */
export function beginJournal(head: Head, write: Recorder): { readonly record: Recorder; end(at?: Entry["at"]): void } {
  let { at: last } = head;
  let entries = 1;
  write(head);
  return {
    record(entry) {
      last = entry.at;
      entries++;
      write(entry);
    },
    end: (at = last) => write({ kind: "end", at: at < last ? last : at, entries: entries + 1 }),
  };
}
