// Reads whole files that a person has written. Everything that prevents it is a refusal that names the file.

import { readFileSync, statSync } from "node:fs";
import { Refusal } from "../../base/prelude/refusal.ts";

/** The largest accepted size in bytes, more than people write. */
const LARGEST = 1_000_000;

/** `expected` says what kind of file it should be, as `an inventory (YAML)`. */
export function readInput(file: string, expected: string): Buffer {
  try {
    const stat = statSync(file);
    if (stat.isDirectory()) throw new Refusal(`${file}: is a directory; expected ${expected}`);
    if (!stat.isFile()) throw new Refusal(`${file}: is not a regular file; expected ${expected}`);
    if (stat.size > LARGEST)
      throw new Refusal(`${file}: has ${stat.size} bytes; expected ${expected} of at most ${LARGEST}`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new Refusal(
      `${file}: ${code === "ENOENT" ? "there is no such file" : code === "EACCES" ? "may not be read" : String(code)}`,
      undefined,
      { cause: error },
    );
  }
}

/**
 * The results of `work` on each file. All are tried before any is refused, so that every problem is reported: one
 * refusal has the reasons of all. A refusal by the machine is thrown at once.
 */
export function onEveryFile<T>(files: readonly string[], work: (file: string) => T): readonly T[] {
  const problems: string[] = [];
  const results = files.flatMap((file) => {
    try {
      return [work(file)];
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === "environment") throw error;
      problems.push(error.message);
      return [];
    }
  });
  if (problems.length > 0) throw new Refusal(problems.join("\n\n"));
  return results;
}
