// The journals that a result folder keeps: those of the trials of a live campaign, and that of its witness.

import { existsSync, readFileSync } from "node:fs";
import { between, START, type Instant } from "../../base/prelude/time.ts";
import type { Entry } from "../../core/journal/entry.ts";
import { readJournal } from "../../core/journal/read-journal.ts";
import { beginJournal, journalLine } from "../../core/journal/write-journal.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { isOldJournal, readOldJournal } from "./legacy/journal.ts";

/** The journal of a trial; empty if there is none. Throws a `Refusal` for what is not a journal. */
export function journalAt(path: string, scenario: Scenario, trial: number): readonly Entry[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  return isOldJournal(text) ? readOldJournal(text, scenario, trial) : readJournal(text, path).entries;
}

/** The same, with instants relative to the beginning of the trial, as in a simulation. */
export function fromItsBeginning(journal: readonly Entry[]): readonly Entry[] {
  const begin = journal[0]?.at ?? START;
  return journal.map((entry) => ({ ...entry, at: (START + between(begin, entry.at)) as Instant }));
}

/**
 * The text of a complete journal, sorted by instants and with its end. Its entries may be out of order, since several
 * questions may have been awaiting answers at the same time.
 */
export function endedText(path: string): string {
  const { head, entries } = readJournal(readFileSync(path, "utf8"), path);
  const lines: string[] = [];
  const { record, end } = beginJournal(head, (entry) => lines.push(`${journalLine(entry)}\n`));
  entries
    .slice(1)
    .sort((a, b) => a.at - b.at)
    .forEach(record);
  end();
  return lines.join("");
}
