// Which files of a folder this program has written: those listed in its document (its main JSON file). Folders of
// version 0.3 have no such list; there the names decide.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../base/prelude/check.ts";
import type { FileContent } from "../../base/platform/files.ts";

/** Every name that version 0.3 gave to a file of a result or of a comparison. */
const NAMES_OF_03 = [
  /^(manifest|summary|comparison)\.json$/,
  /^(scenario\.yaml|trials\.csv|vms\.csv|trace\.txt|report\.html)$/,
  /^traces\/trial-\d+\.txt$/,
  /^journals\/trial-\d+\.jsonl$/,
  /^charts\/(timeline|recovery-histogram|recovery-ecdf|phase-waterfall|nines-by-unit)\.(svg|png)$/,
  /^charts\/(downtime-by-(year|phase|cause)|phase-differences|times(-[a-z-]+)?)\.(svg|png)$/,
] as const;

/** A function that says whether this program has written the file at a path in the folder; `document` lists them. */
export function ownFilesIn(folder: string, document: string): (path: string) => boolean {
  const names = listIn(join(folder, document));
  if (names === undefined) return (path) => NAMES_OF_03.some((name) => name.test(path));
  const own = new Set(names);
  return (path) => own.has(path);
}

/** The same files, with the names of all of them added to the document, which is JSON. */
export function ownFilesListed(document: string, files: ReadonlyMap<string, FileContent>): Map<string, FileContent> {
  const content = files.get(document);
  check(typeof content === "string", `${document} is among the files`);
  const value = { ...(JSON.parse(content) as object), files: [...files.keys()].sort() };
  return new Map([...files, [document, `${JSON.stringify(value, null, 2)}\n`]]);
}

function listIn(path: string): readonly string[] | undefined {
  try {
    const { files }: { files?: unknown } = JSON.parse(readFileSync(path, "utf8"));
    return Array.isArray(files) ? files.map(String) : undefined;
  } catch {
    return undefined;
  }
}
