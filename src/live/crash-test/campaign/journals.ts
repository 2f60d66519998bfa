// The journals of live trials, as files: entries as lines of JSON, instants since 1970.

import { join } from "node:path";
import { valuesIn } from "../../../base/platform/files.ts";
import { between, START, type Instant } from "../../../base/prelude/time.ts";
import type { Entry } from "../../../core/journal/entry.ts";

export function journalPath(folder: string, trial: number): string {
  return join(folder, "journals", `trial-${trial}.jsonl`);
}

/** Empty if there is none. */
export function journalIn(folder: string, trial: number): readonly Entry[] {
  return valuesIn<Entry>(journalPath(folder, trial));
}

/** The same, with instants from the beginning of the trial on, as in a simulation. */
export function fromItsBeginning(journal: readonly Entry[]): readonly Entry[] {
  const begin = journal[0]?.at ?? START;
  return journal.map((entry) => ({ ...entry, at: (START + between(begin, entry.at)) as Instant }));
}
