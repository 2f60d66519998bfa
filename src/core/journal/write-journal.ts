// Writes a journal: a head, entries as they happen, and an end with the number of entries, so that a reader knows
// whether any are missing.

import { JOURNAL_SCHEMA, type Entry, type Head, type Recorder } from "./entry.ts";

/** The first line of a journal of the present schema. */
export function journalHeadOf(what: Omit<Head, "kind" | "schema">): Head {
  const { at, ...more } = what;
  return { kind: "head", at, schema: JOURNAL_SCHEMA, ...more };
}

/** The line of an entry, without the line break. */
export function journalLine(entry: Entry): string {
  return JSON.stringify(entry);
}

/** Passes the head to `write` at once, and then every recorded entry. `end` writes the last line. */
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
