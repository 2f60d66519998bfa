// Writing that is over only when it is on the disk, file name included. A write that the disk had no room for throws:
// nothing that was not written whole is ever taken for written.

import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Adds the text to the open file, and returns when it is on the disk. */
export function appendDurably(file: number, text: string): void {
  writeFileSync(file, text); // goes on until all is written, as a single write need not
  fsyncSync(file);
}

/**
 * Puts the text in place of whatever the file holds; after a power cut it is there, whole, or what was there before.
 */
export function placeDurably(path: string, text: string): void {
  const beside = `${path}.tmp`;
  try {
    const file = openSync(beside, "w", 0o600);
    try {
      appendDurably(file, text);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** A folder that only its owner may look into. */
export function privateFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

/** Puts what was renamed in the folder on the disk. */
function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
