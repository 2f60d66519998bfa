// What the witness has heard and seen, on the disk beside the trials: a line for each answer of a hypervisor, and for
// each VM that was seen to be up twice. A campaign that goes on after a crash of its harness goes on from it.

import { join } from "node:path";
import { LineFile, valuesIn } from "../../../base/platform/files.ts";
import type { Instant } from "../../../base/prelude/time.ts";

/** What one hypervisor said at an instant: the VMs that run there, or null when it did not answer. */
export type Testimony = { readonly at: Instant; readonly host: string; readonly running: readonly string[] | null };
/** A VM that was seen running on two hosts at the same time. */
export type Twice = { readonly at: Instant; readonly vm: string; readonly hosts: readonly [string, string] };

/** The word of the witness on a whole campaign: hypervisors asked, those that answered, and VMs that were up twice. */
export type Word = { readonly asked: number; readonly answered: number; readonly twice: readonly Twice[] };

export class Testimonies {
  readonly #file: LineFile;
  #asked = 0;
  #answered = 0;
  readonly #twice: Twice[] = [];

  /** Goes on from what is in the folder. */
  constructor(folder: string) {
    const path = join(folder, "witness.jsonl");
    for (const line of valuesIn<Testimony | Twice>(path)) this.#count(line);
    this.#file = new LineFile(path);
  }

  get word(): Word {
    return { asked: this.#asked, answered: this.#answered, twice: this.#twice };
  }

  /** Counted in any case; throws if it cannot be written. */
  add(...lines: readonly (Testimony | Twice)[]): void {
    for (const line of lines) this.#count(line);
    this.#file.add(...lines.map((line) => JSON.stringify(line)));
  }

  close(): void {
    this.#file.close();
  }

  #count(line: Testimony | Twice): void {
    if ("vm" in line) {
      this.#twice.push(line);
      return;
    }
    this.#asked++;
    if (line.running !== null) this.#answered++;
  }
}
