// The journal of a controller that runs for good: files that each begin with a state, whole, and go on with what came
// since. A leader begins a new file, and so does a journal that has grown; so it is never longer than it is useful, and
// a leader of an earlier term that comes to itself late writes into a file that nobody reads any more.

import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { State } from "../../core/controller/three-rc/beliefs.ts";
import type { Instant } from "../../base/prelude/time.ts";
import type { Entry } from "../../core/journal/entry.ts";
import { LineFile, privateFolder, writeWhole } from "../../base/platform/files.ts";

/** The first line of a journal file. */
export type Head = {
  readonly journal: 1;
  /**
   * The version of the program, and a hash of what the controller was told of its cluster: only the same may go on from
   * here.
   */
  readonly version: string;
  readonly settings: string;
  readonly at: Instant;
  readonly state: State;
};

/** What a journal file holds. `torn` counts the lines at its end that a crash kept from being written whole. */
export type Reading = {
  readonly path: string;
  readonly head: Head;
  readonly entries: readonly Entry[];
  readonly torn: number;
};

/** A journal that cannot be gone on from; the message tells file, line and what was expected. */
export class JournalProblem extends Error {
  override name = "JournalProblem";
  /** The journal is sound, but belongs to something else than what the user gave. */
  readonly input: boolean;

  constructor(message: string, input = false, options?: ErrorOptions) {
    super(`${message}. To forget it, and to look for every VM before anything is done: --begin-anew`, options);
    this.input = input;
  }
}

/** So many files are kept: the one in use, and those before it for whoever wants to know what happened. */
const KEPT = 4;

export class Journal {
  readonly #folder: string;
  readonly #term: number;
  #number = 0;
  #file: LineFile | undefined;
  #headBytes = 0;
  bytes = 0;

  constructor(folder: string, term: number) {
    this.#folder = privateFolder(folder);
    this.#term = term;
  }

  /** Bytes in this file since its head. */
  get grown(): number {
    return this.bytes - this.#headBytes;
  }

  get headBytes(): number {
    return this.#headBytes;
  }

  /** Goes on in a new file that begins with this state. */
  begin(head: Head): void {
    const name = `${pad(this.#term)}-${pad(++this.#number)}.jsonl`;
    const path = join(this.#folder, name);
    const text = `${JSON.stringify(head)}\n`;
    writeWhole(path, text, 0o600);
    this.close();
    this.#file = new LineFile(path);
    this.bytes = this.#headBytes = Buffer.byteLength(text);
    for (const old of journalsIn(this.#folder)
      .filter((other) => other < name)
      .slice(0, -(KEPT - 1)))
      rmSync(join(this.#folder, old), { force: true });
  }

  /** Returns when all of them are on the disk. */
  add(entries: readonly Entry[]): void {
    if (entries.length === 0 || this.#file === undefined) return;
    this.#file.add(...entries.map((entry) => JSON.stringify(entry)));
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

/** Reads one journal file. Throws a `JournalProblem` for anything but a torn end. */
export function readJournal(path: string): Reading {
  const [first, ...lines] = readFileSync(path, "utf8").split("\n");
  const head = parse(first);
  if (!isHead(head)) throw new JournalProblem(`${path}: line 1: expected the beginning of a controller's journal`);
  const last = lines.pop();
  const entries = lines.map(parse);
  const tornAt = entries.findIndex((entry) => !isEntry(entry));
  const whole = tornAt < 0 ? entries : entries.slice(0, tornAt);
  // The lines of one turn, an event and the commands upon it, are written together and so may be lost together.
  if (tornAt >= 0 && entries.slice(tornAt).some((entry) => isEntry(entry) && entry.kind === "event")) {
    throw new JournalProblem(
      `${path}: line ${tornAt + 2}: cannot be read, and what follows can: this is no torn end, the file is damaged`,
    );
  }
  const torn = entries.length - whole.length + (last === "" ? 0 : 1);
  return { path, head, entries: whole.filter(isEntry), torn };
}

/** The beginning of a journal file alone; undefined if it has none. */
export function readHead(path: string): Head | undefined {
  const head = parse(readFileSync(path, "utf8").split("\n", 1)[0]);
  return isHead(head) ? head : undefined;
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

function isHead(value: unknown): value is Head {
  return (
    typeof value === "object" &&
    value !== null &&
    "journal" in value &&
    value.journal === 1 &&
    "state" in value &&
    "settings" in value
  );
}

function isEntry(value: unknown): value is Entry {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    (value.kind === "event" || value.kind === "command")
  );
}

function pad(number: number): string {
  return String(number).padStart(8, "0");
}
