// Journals that tests make. Each is checked as it is made: every entry against the shape of its kind, and the whole by
// the audit, whose result must be that of the world's own check.

import { expect } from "vitest";
import { START } from "../../src/base/prelude/time.ts";
import { audit, type Audit } from "../../src/core/journal/audit.ts";
import type { Entry, Head, Recorder } from "../../src/core/journal/entry.ts";
import { readJournal, type ReadJournal } from "../../src/core/journal/read-journal.ts";
import { ENTRY_SHAPES } from "../../src/core/journal/shapes.ts";
import { beginJournal, journalHeadOf, journalLine } from "../../src/core/journal/write-journal.ts";

/** The head of a simulated journal, by default. */
export function aHead(more: Partial<Head> = {}): Head {
  const scenario = { name: "test", hash: "0123456789abcdef" };
  const { at = START, version = "test", world = "simulated", seed = "3rc", replication = 0 } = more;
  return journalHeadOf({ at, version, world, scenario, seed, replication, clock: { kind: "none" }, ...more });
}

/** A journal read back from its lines, as from a file. */
export function asRead(entries: readonly Entry[]): ReadJournal {
  return readJournal(entries.map((entry) => `${journalLine(entry)}\n`).join(""), "a journal");
}

/** Head and end around the recorded entries. */
export function aJournal(entries: readonly Entry[], head = aHead()): readonly Entry[] {
  const journal: Entry[] = [];
  const { record, end } = beginJournal(head, (entry) => journal.push(entry));
  entries.forEach(record);
  end();
  return journal;
}

/** Fails unless every entry is as the format says, without any field that it does not know. */
export function expectInFormat(entries: readonly Entry[]): void {
  for (const entry of entries) {
    const written: unknown = JSON.parse(journalLine(entry));
    const read = ENTRY_SHAPES[entry.kind].safeParse(written);
    if (!read.success || JSON.stringify(sorted(read.data)) !== JSON.stringify(sorted(written)))
      expect(read.error ?? read.data, journalLine(entry)).toEqual(written);
  }
}

/**
 * Of a whole journal: fails unless it is in the format and complete, and contains VMs that ran twice exactly if the
 * world detected some.
 */
export function expectSound(journal: readonly Entry[]): Audit {
  expectInFormat(journal);
  const audited = audit(asRead(journal));
  const found = journal.some((entry) => entry.kind === "invariant-violated" && entry.invariant === "no-vm-runs-twice");
  expect([audited.by, audited.missing, audited.doubles.length > 0], "audited").toEqual(["domains", [], found]);
  return audited;
}

/** Takes the entries of a run, and returns its checked journal after its end. */
export function recording(head = aHead()): { readonly record: Recorder; end(): readonly Entry[] } {
  const entries: Entry[] = [];
  return {
    record: (entry) => entries.push(entry),
    end() {
      const journal = aJournal(entries, head);
      expectSound(journal);
      return journal;
    },
  };
}

/** The same value with the keys of its objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}
