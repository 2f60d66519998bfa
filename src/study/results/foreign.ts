// Checks the place where results are to be written: an earlier result is replaced, anything else is left alone.

import { lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../../base/prelude/refusal.ts";

/** A file that only results of this kind have, and a test of the JSON value in it. */
export type ResultMark = { readonly file: string; readonly what: string; isOurs(value: unknown): boolean };

/** Throws a `Refusal` unless there is nothing at the path, an empty folder, or a folder with the mark. */
export function refuseForeign(folder: string, { file, what, isOurs }: ResultMark): void {
  const stat = standing(folder);
  if (stat === undefined) return;
  if (stat.isSymbolicLink())
    throw new Refusal(
      `${folder}: is a symbolic link, which would be replaced; expected a new folder, or one of ${what}`,
    );
  if (!stat.isDirectory())
    throw new Refusal(`${folder}: is not a folder, and would be replaced; expected a new folder, or one of ${what}`);
  if (readdirSync(folder).length === 0 || isOurs(jsonIn(join(folder, file)))) return;
  throw new Refusal(
    `${folder}: holds something else than ${what}, and would be replaced; expected --out with another folder`,
  );
}

/** Also of a broken link. */
function standing(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // The code that creates the parent folder reports this.
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Undefined if it is not a file, or not JSON. */
function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
