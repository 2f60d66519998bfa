// The witness's journal, on the disk beside the trials: an entry for each answer of a hypervisor, and for each VM that
// was seen running twice. A campaign that is resumed after a crash of its harness continues it.

import { join } from "node:path";
import { LineFile, valuesIn } from "../../../base/platform/files.ts";
import type { Entry, Head, WitnessEntry } from "../../../core/journal/entry.ts";
import { journalLine } from "../../../core/journal/write-journal.ts";

/** The answer of one hypervisor at an instant. */
export type Testimony = Extract<WitnessEntry, { kind: "witnessed" }>;
/** A VM that was seen running on two hosts at the same time. */
export type Twice = Extract<WitnessEntry, { kind: "seen-twice" }>;

/** Path of the witness's journal in the folder of a campaign. */
export function testimonyPath(folder: string): string {
  return join(folder, "witness.jsonl");
}

/**
 * Totals over a whole campaign: queries to hypervisors, queries that were answered, and VMs that were seen running
 * twice.
 */
type WitnessReport = { readonly asked: number; readonly answered: number; readonly twice: readonly Twice[] };

export class Testimonies {
  readonly #file: LineFile;
  #asked = 0;
  #answered = 0;
  readonly #twice: Twice[] = [];
  #listener: ((entry: WitnessEntry) => void) | undefined;

  /** Continues the journal in the folder; `head` is written if there is none. */
  constructor(folder: string, head: Head) {
    const path = testimonyPath(folder);
    const kept = valuesIn<Entry>(path);
    for (const entry of kept) if (entry.kind === "witnessed" || entry.kind === "seen-twice") this.#count(entry);
    this.#file = new LineFile(path);
    if (kept.length === 0) this.#file.add(journalLine(head));
  }

  /** Calls the listener for every entry that is added, in place of an earlier listener; undefined for none. */
  listen(listener: ((entry: WitnessEntry) => void) | undefined): void {
    this.#listener = listener;
  }

  get word(): WitnessReport {
    return { asked: this.#asked, answered: this.#answered, twice: this.#twice };
  }

  /** Counts the entry in any case; throws if it cannot be written. */
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
