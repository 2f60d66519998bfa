// The journals that a result folder keeps: those of the trials of a live campaign, and that of its witness.

import { existsSync, readFileSync } from "node:fs";
import { between, START, type Instant } from "../../base/prelude/time.ts";
import type { Entry } from "../../core/journal/entry.ts";
import { readJournal } from "../../core/journal/read-journal.ts";
import { journalLine } from "../../core/journal/write-journal.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { isOldJournal, readOldJournal } from "./legacy/journal.ts";

/** The journal of a trial; empty if there is none. Throws a `Refusal` for what is no journal. */
export function journalAt(path: string, scenario: Scenario, trial: number): readonly Entry[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  return isOldJournal(text) ? readOldJournal(text, scenario, trial) : readJournal(text, path).entries;
}

/** The same, with instants from the beginning of the trial on, as in a simulation. */
export function fromItsBeginning(journal: readonly Entry[]): readonly Entry[] {
  const begin = journal[0]?.at ?? START;
  return journal.map((entry) => ({ ...entry, at: (START + between(begin, entry.at)) as Instant }));
}

/** The text of a journal to which nothing is added any more, with its end. */
export function endedText(path: string): string {
  const text = readFileSync(path, "utf8");
  const { entries } = readJournal(text, path);
  return `${text}${journalLine({ kind: "end", at: entries[entries.length - 1].at, entries: entries.length + 1 })}\n`;
}
