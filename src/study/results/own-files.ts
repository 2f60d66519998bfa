// Which files of a folder are this program's: those that the document in it lists, which tells what it is a folder of.
// Folders of version 0.3 have no such list; there the names say it.

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

/** Says of a path in the folder whether a file there is one that this program made; `document` lists them. */
export function ownFilesIn(folder: string, document: string): (path: string) => boolean {
  const names = listIn(join(folder, document));
  if (names === undefined) return (path) => NAMES_OF_03.some((name) => name.test(path));
  const own = new Set(names);
  return (path) => own.has(path);
}

/** The same files, whose document, which is JSON, lists the names of all of them. */
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
