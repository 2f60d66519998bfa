// A lock that the kernel keeps: it is let go when the process that has it ends, however it ends. So none is ever stale,
// and nobody has to guess whether one may be taken over.

import { spawnSync } from "node:child_process";
import { closeSync, fstatSync, openSync, rmSync, statSync } from "node:fs";

/** What `flock -n` ends with when another has the lock. */
const TAKEN = 1;

/**
 * Takes the lock of this file, which is made if there is none, for this process; calling the result lets it go.
 * Undefined: another has it. Throws where locks cannot be had.
 */
export function lockFile(path: string): (() => void) | undefined {
  const file = take(path);
  return file === undefined ? undefined : () => closeSync(file);
}

/** The same with a file that is there only as long as somebody has its lock, or has died with it. */
export function lockName(path: string): (() => void) | undefined {
  for (;;) {
    const file = take(path);
    if (file === undefined) return undefined;
    // Whoever had it may have taken the file away between our opening and our lock: then it is no longer this one.
    if (statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(file).ino)
      return () => {
        rmSync(path, { force: true });
        closeSync(file);
      };
    closeSync(file);
  }
}

/** Undefined: another has it. */
function take(path: string): number | undefined {
  const file = openSync(path, "a+");
  // The lock belongs to the open file, which stays ours when the program that took it has ended.
  const { status, stderr, error } = spawnSync("flock", ["-n", "3"], {
    stdio: ["ignore", "ignore", "pipe", file],
    encoding: "utf8",
  });
  if (status === 0) return file;
  closeSync(file);
  if (status === TAKEN) return undefined;
  throw new Error(`${path} cannot be locked: ${error?.message ?? stderr.trim()}`, { cause: error });
}
