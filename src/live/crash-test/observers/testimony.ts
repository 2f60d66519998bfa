// What the witness has heard and seen, on the disk beside the trials, as a journal: an entry for each answer of a
// hypervisor, and for each VM that was seen to be up twice. A campaign that is resumed after a crash of its harness
// goes on from it.

import { join } from "node:path";
import { LineFile, valuesIn } from "../../../base/platform/files.ts";
import type { Entry, Head, WitnessEntry } from "../../../core/journal/entry.ts";
import { journalLine } from "../../../core/journal/write-journal.ts";

/** What one hypervisor said at an instant. */
export type Testimony = Extract<WitnessEntry, { kind: "witnessed" }>;
/** A VM that was seen running on two hosts at the same time. */
export type Twice = Extract<WitnessEntry, { kind: "seen-twice" }>;

/** The journal of a whole campaign's witness, in its folder. */
export function testimonyPath(folder: string): string {
  return join(folder, "witness.jsonl");
}

/** The word of the witness on a whole campaign: hypervisors asked, those that answered, and VMs that were up twice. */
type WitnessReport = { readonly asked: number; readonly answered: number; readonly twice: readonly Twice[] };

export class Testimonies {
  readonly #file: LineFile;
  #asked = 0;
  #answered = 0;
  readonly #twice: Twice[] = [];
  #listener: ((entry: WitnessEntry) => void) | undefined;

  /** Goes on from what is in the folder; `head` is that of a new journal. */
  constructor(folder: string, head: Head) {
    const path = testimonyPath(folder);
    const kept = valuesIn<Entry>(path);
    for (const entry of kept) if (entry.kind === "witnessed" || entry.kind === "seen-twice") this.#count(entry);
    this.#file = new LineFile(path);
    if (kept.length === 0) this.#file.add(journalLine(head));
  }

  /** Tells of every entry that is added, until somebody else listens, or nobody. */
  listen(listener: ((entry: WitnessEntry) => void) | undefined): void {
    this.#listener = listener;
  }

  get word(): WitnessReport {
    return { asked: this.#asked, answered: this.#answered, twice: this.#twice };
  }

  /** Counted in any case; throws if it cannot be written. */
  add(entry: WitnessEntry): void {
    this.#count(entry);
    this.#listener?.(entry);
    this.#file.add(journalLine(entry));
  }

  close(): void {
    this.#file.close();
  }

  #count(entry: WitnessEntry): void {
    if (entry.kind === "seen-twice") {
      this.#twice.push(entry);
      return;
    }
    this.#asked++;
    if (entry.running !== null) this.#answered++;
  }
}
