// Locks of files. The kernel keeps them: a lock is released when the process that holds it ends, however it ends, so
// none is ever stale. Where there is no flock(1), a lock is a file that names the process which holds it.

import { spawnSync } from "node:child_process";
import { closeSync, fstatSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isDead, parseIdentity, thisProcess } from "./process.ts";

/** The exit code of `flock -n` if another process has the lock. */
const TAKEN = 1;

/**
 * Takes the lock of this file, which is created if there is none, for this process; calling the result releases it.
 * Undefined: another process has it. Throws if locks are not available.
 */
export function lockFile(path: string): (() => void) | undefined {
  const file = take(path);
  return file === undefined ? undefined : () => closeSync(file);
}

/** The same, with a file that exists only while a process holds its lock, or after that process has crashed. */
export function lockName(path: string): (() => void) | undefined {
  for (;;) {
    const file = takeIfPossible(path);
    if (file === "no flock") return lockByProcess(path);
    if (file === undefined) return undefined;
    // Its holder may have removed the file between our opening and our lock: then it is another file now.
    if (statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(file).ino)
      return () => {
        rmSync(path, { force: true });
        closeSync(file);
      };
    closeSync(file);
  }
}

/** A lock whose holder may live, here or on another machine, is not taken over. */
function lockByProcess(path: string): (() => void) | undefined {
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(thisProcess()), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const text = readFileSync(path, "utf8");
    const holder = parseIdentity(text);
    if (text !== "" && (holder === undefined || !isDead(holder))) return undefined;
    rmSync(path, { force: true });
  }
}

function takeIfPossible(path: string): number | undefined | "no flock" {
  try {
    return take(path);
  } catch {
    return "no flock";
  }
}

/** Undefined: another holds it. */
function take(path: string): number | undefined {
  const file = openSync(path, "a+");
  // The lock belongs to the open file, which stays open here after the program that took the lock has ended.
  const { status, stderr, error } = spawnSync("flock", ["-n", "3"], {
    stdio: ["ignore", "ignore", "pipe", file],
    encoding: "utf8",
  });
  if (status === 0) return file;
  closeSync(file);
  if (status === TAKEN) return undefined;
  throw new Error(`${path} cannot be locked: ${error?.message ?? stderr.trim()}`, { cause: error });
}
