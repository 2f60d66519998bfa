// Which files of a folder are this program's: those that the document in it lists, which tells what it is a folder of.
// Folders of version 0.3 have no such list; there the names say it.

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Every name that version 0.3 gave to a file of a result or of a comparison. */
const NAMES_OF_03 = [
  /^(manifest|summary|comparison)\.json$/,
  /^(scenario\.yaml|trials\.csv|vms\.csv|trace\.txt|report\.html)$/,
  /^traces\/trial-\d+\.txt$/,
  /^journals\/trial-\d+\.jsonl$/,
  /^charts\/(timeline|recovery-histogram|recovery-ecdf|phase-waterfall|nines-by-unit)\.(svg|png)$/,
  /^charts\/(downtime-by-(year|phase|cause)|phase-differences|[a-z-]+-compared)\.(svg|png)$/,
] as const;

/** Says of a path in the folder whether a file there is one that this program made; `document` lists them. */
export function ownFilesIn(folder: string, document: string): (path: string) => boolean {
  const listed = listIn(join(folder, document));
  if (listed === undefined) return (path) => NAMES_OF_03.some((name) => name.test(path));
  const own = new Set(listed);
  return (path) => own.has(path);
}

/** The names to be listed in the document, its own included. */
export function listOf(document: string, files: Iterable<string>): string[] {
  return [...new Set([document, ...files])].sort();
}

function listIn(path: string): readonly string[] | undefined {
  try {
    const { files }: { files?: unknown } = JSON.parse(readFileSync(path, "utf8"));
    return Array.isArray(files) ? files.map(String) : undefined;
  } catch {
    return undefined;
  }
}
