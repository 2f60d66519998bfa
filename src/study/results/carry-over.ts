// What others have put into a result folder, and that it outlives the results: a rerun replaces what this program made,
// and carries everything else over.

import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Puts whatever is in `from` and not ours also into `to`, at the same path; both folders keep it, so that either can be
 * dropped. What stands in `to` already stays there, and the other is put beside it under a name that ends in `.kept`.
 */
export function carryOver(from: string, to: string, isOurs: (path: string) => boolean): void {
  for (const path of pathsIn(from)) if (!isOurs(path)) keep(join(from, path), freeName(join(to, path)));
}

/** Files, links and empty folders, by their paths from the folder on. */
function pathsIn(folder: string, above = ""): string[] {
  const entries = readdirSync(join(folder, above), { withFileTypes: true });
  if (entries.length === 0 && above !== "") return [`${above}/`];
  return entries.flatMap((entry) => {
    const path = above === "" ? entry.name : `${above}/${entry.name}`;
    return entry.isDirectory() ? pathsIn(folder, path) : [path];
  });
}

function keep(source: string, target: string): void {
  if (source.endsWith("/")) return void mkdirSync(target, { recursive: true });
  mkdirSync(dirname(target), { recursive: true });
  try {
    linkSync(source, target);
  } catch {
    copy(source, target); // not every file system has links, nor lets everybody make one of every file
  }
}

function copy(source: string, target: string): void {
  const aim = linkAim(source);
  if (aim === undefined) copyFileSync(source, target);
  else symlinkSync(aim, target);
}

/** Where a symbolic link leads; undefined for what is none. */
function linkAim(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function freeName(path: string): string {
  if (path.endsWith("/") || !existsSync(path)) return path;
  for (let i = 1; ; i++) {
    const name = `${path}.kept${i === 1 ? "" : i}`;
    if (!existsSync(name)) return name;
  }
}
