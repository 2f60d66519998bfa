// Files that survive a crash of the process and a power cut. The one durable write: a file is written under a temporary
// name, flushed to the disk, renamed, and its folder flushed, so that readers see the old content or the new one. The
// one durable append: lines are on the disk before the call returns, or not in the file at all.

import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/** A text, bytes, or a text in pieces that need not be in memory at the same time. */
export type FileContent = string | Uint8Array | Iterable<string>;

/**
 * Replaces the content of a file, and creates its folder if there is none. Readers see the old content or the new one,
 * also after a power cut. Throws the system's error if it fails; the old content then stays.
 */
export function writeWhole(path: string, content: FileContent, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.tmp`;
  try {
    writeThrough(beside, content, mode);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true }); // it would take space on a full disk
    throw error;
  }
  syncFolder(dirname(path));
}

/** Writes a file whose folder exists, and returns when its content is on the disk; its name need not be. */
export function writeThrough(path: string, content: FileContent, mode = 0o644): void {
  const file = openSync(path, "w", mode);
  try {
    const pieces = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
    for (const piece of pieces) writeFileSync(file, piece); // all of it, or an error
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Flushes to the disk which files were created, renamed or removed in the folder. */
export function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Creates a folder that only its owner may read, if there is none; returns its path. */
export function privateFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

/**
 * A file to which lines are appended, each on the disk before `add` returns, or not in the file at all. When it is
 * opened, an incomplete last line, left by a power cut, is removed.
 */
export class LineFile {
  readonly #file: number;

  constructor(path: string, mode = 0o644) {
    mkdirSync(dirname(path), { recursive: true });
    const isNew = !existsSync(path);
    this.#file = openSync(path, "a+", mode);
    if (isNew) syncFolder(dirname(path));
    const whole = isNew ? 0 : wholeBytes(path, this.#file);
    if (whole < fstatSync(this.#file).size) ftruncateSync(this.#file, whole);
  }

  /** Bytes in the file. */
  get size(): number {
    return fstatSync(this.#file).size;
  }

  add(...lines: readonly string[]): void {
    if (lines.length === 0) return;
    const { size } = this;
    try {
      writeFileSync(this.#file, lines.map((line) => `${line}\n`).join(""));
      fsyncSync(this.#file);
    } catch (error) {
      ftruncateSync(this.#file, size); // a full disk may have taken only a part of the line
      throw error;
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** The length in bytes of a file up to its last line break. */
function wholeBytes(path: string, file: number): number {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  if (size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last[0] === LINE_BREAK)) return size;
  return readFileSync(path).lastIndexOf(LINE_BREAK) + 1;
}

const LINE_BREAK = "\n".charCodeAt(0);

/** The complete lines of a file; none if there is no file. An incomplete last line, left by a power cut, is omitted. */
export function wholeLines(path: string): readonly string[] {
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
}

/**
 * The JSON values of the complete lines of a file; empty lines are skipped. Throws an error that names file and line if
 * a line is not JSON. The types of the values are not checked.
 */
export function valuesIn<Value>(path: string): readonly Value[] {
  return wholeLines(path).flatMap((line, i) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line) as Value];
    } catch (error) {
      throw new Error(`${path}: line ${i + 1} cannot be read`, { cause: error });
    }
  });
}
