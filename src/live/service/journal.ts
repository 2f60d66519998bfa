// The journal of a controller that runs as a service: files that each begin with a head and a complete state, followed
// by the entries since. A new file begins with each term and when the file has grown too large. So the journal stays
// short, and a leader of an earlier term that wakes up late writes into a file that is no longer read.

import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { State } from "../../core/controller/three-rc/beliefs.ts";
import type { Entry, Head, Snapshot, TurnEntry } from "../../core/journal/entry.ts";
import { journalLine } from "../../core/journal/write-journal.ts";
import { LineFile, privateFolder, writeWhole } from "../../base/platform/files.ts";

/** The contents of the first lines of a journal file. */
type Beginning = {
  /** The version of the program, and a hash of the controller's settings: only the same may continue from here. */
  readonly version: string;
  readonly settings: string;
  readonly state: State;
};

/** The contents of a journal file. `torn` is the number of lines at its end that a crash left incomplete. */
type Reading = {
  readonly path: string;
  readonly beginning: Beginning;
  /** The entries since. */
  readonly entries: readonly TurnEntry[];
  readonly torn: number;
};

/** The journal cannot be continued; the message names file, line and what was expected. */
export class JournalProblem extends Error {
  override name = "JournalProblem";
  /** The journal is valid, but belongs to another cluster, version or settings than the user gave. */
  readonly input: boolean;

  constructor(message: string, input = false, options?: ErrorOptions) {
    super(`${message}. To discard it and inspect every host before anything is done: --begin-anew`, options);
    this.input = input;
  }
}

/** Number of files that are kept: the one in use, and earlier ones for analysis. */
const KEPT = 4;

export class Journal {
  readonly #folder: string;
  readonly #term: number;
  #number = 0;
  #file: LineFile | undefined;
  #beginningBytes = 0;
  bytes = 0;

  constructor(folder: string, term: number) {
    this.#folder = privateFolder(folder);
    this.#term = term;
  }

  /** Bytes in this file after its beginning. */
  get grown(): number {
    return this.bytes - this.#beginningBytes;
  }

  get beginningBytes(): number {
    return this.#beginningBytes;
  }

  /** Continues in a new file that begins with this state. */
  begin(head: Head, snapshot: Snapshot): void {
    const name = `${pad(this.#term)}-${pad(++this.#number)}.jsonl`;
    const path = join(this.#folder, name);
    const text = `${journalLine(head)}\n${journalLine(snapshot)}\n`;
    writeWhole(path, text, 0o600);
    this.close();
    this.#file = new LineFile(path);
    this.bytes = this.#beginningBytes = Buffer.byteLength(text);
    for (const old of journalsIn(this.#folder)
      .filter((other) => other < name)
      .slice(0, -(KEPT - 1)))
      rmSync(join(this.#folder, old), { force: true });
  }

  /** Returns when all entries are on the disk. */
  add(entries: readonly Entry[]): void {
    if (entries.length === 0 || this.#file === undefined) return;
    this.#file.add(...entries.map(journalLine));
    this.bytes = this.#file.size;
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }
}

/** The journal files in a folder, the latest last. */
export function journalsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+-\d+\.jsonl$/.test(name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Reads one journal file. Throws a `JournalProblem` for any damage but a torn end. */
export function readServiceJournal(path: string): Reading {
  const lines = readFileSync(path, "utf8").split("\n");
  const begun = beginningIn(lines);
  if (begun === undefined)
    throw new JournalProblem(`${path}: line 1: expected the beginning of a controller's journal`);
  const last = lines.pop();
  const entries = lines.slice(begun.lines).map(parse);
  const tornAt = entries.findIndex((entry) => !isEntryLike(entry));
  const whole = tornAt < 0 ? entries : entries.slice(0, tornAt);
  // The lines of one turn, an event and its commands, are written together, and so may be lost together.
  if (tornAt >= 0 && entries.slice(tornAt).some((entry) => isTurnEntry(entry) && entry.kind === "event")) {
    throw new JournalProblem(
      `${path}: line ${tornAt + begun.lines + 1}: cannot be read, but the lines after it can: the file is damaged`,
    );
  }
  const torn = entries.length - whole.length + (last === "" ? 0 : 1);
  return { path, beginning: begun.beginning, entries: whole.filter(isTurnEntry), torn };
}

/** Only the beginning of a journal file; undefined if it has none. */
export function readBeginning(path: string): Beginning | undefined {
  return beginningIn(readFileSync(path, "utf8").split("\n", 2))?.beginning;
}

/** Bytes of all journal files in a folder. */
export function bytesIn(folder: string): number {
  return journalsIn(folder).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/**
 * The beginning, and its number of lines. Until version 0.3 it was one line: such a journal cannot be continued, but it
 * still says what was in maintenance.
 */
function beginningIn(lines: readonly string[]): { readonly beginning: Beginning; readonly lines: number } | undefined {
  const [first, second] = [parse(lines[0] ?? ""), parse(lines[1] ?? "")];
  if (isOldBeginning(first)) return { beginning: first, lines: 1 };
  if (!isEntryLike(first) || first.kind !== "head" || !isEntryLike(second) || second.kind !== "snapshot")
    return undefined;
  const { version } = first as Head;
  const { settings, state } = second as Snapshot;
  return { beginning: { version, settings, state }, lines: 2 };
}

function isOldBeginning(value: unknown): value is Beginning {
  return (
    typeof value === "object" &&
    value !== null &&
    "journal" in value &&
    value.journal === 1 &&
    "version" in value &&
    "state" in value &&
    "settings" in value
  );
}

function isEntryLike(value: unknown): value is { readonly kind: string } {
  return typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string";
}

/** Entries after the beginning are turns; other kinds, which later versions may add, are ignored. */
function isTurnEntry(value: unknown): value is TurnEntry {
  return isEntryLike(value) && (value.kind === "event" || value.kind === "command");
}

function pad(number: number): string {
  return String(number).padStart(8, "0");
}
