// Files that are whole or not there: written beside their place, flushed to the disk, then renamed. And files that only
// grow, flushed line by line.

import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * Puts the text in place of whatever the file holds; readers see the old text or the new one, also after a power cut.
 */
export function writeWhole(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.tmp`;
  const file = openSync(beside, "w", mode);
  try {
    writeFileSync(file, text); // all of it, or an error
    fsyncSync(file);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true }); // on a full disk it takes what others need
    throw error;
  } finally {
    closeSync(file);
  }
}

/** A file to which lines are added, each on the disk before `add` returns, or not there at all. */
export class LineFile {
  readonly #file: number;

  constructor(path: string, mode = 0o644) {
    mkdirSync(dirname(path), { recursive: true });
    this.#file = openSync(path, "a", mode);
  }

  add(...lines: readonly string[]): void {
    if (lines.length === 0) return;
    const { size } = fstatSync(this.#file);
    try {
      writeFileSync(this.#file, lines.map((line) => `${line}\n`).join(""));
      fsyncSync(this.#file);
    } catch (error) {
      ftruncateSync(this.#file, size); // a disk that is full takes a part of a line, to which the next would be joined
      throw error;
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}

/**
 * The lines of a file to which lines are added; none if there is no file. What follows the last line break was torn by
 * a power cut, and is taken away.
 */
export function wholeLines(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  const whole = lines.slice(0, -1);
  if (lines.at(-1) !== "") writeWhole(path, whole.map((line) => `${line}\n`).join(""));
  return whole;
}
