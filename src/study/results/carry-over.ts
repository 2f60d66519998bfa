// Keeps the files that others have put into a result folder: a rerun replaces only what this program has written, and
// carries everything else over.

import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Puts all files in `from` that are not ours also into `to`, at the same path; both folders keep them, so that either
 * can be dropped. If `to` already has a file there, the other is put beside it under a name that ends in `.kept`.
 */
export function carryOver(from: string, to: string, isOurs: (path: string) => boolean): void {
  for (const path of pathsIn(from)) if (!isOurs(path)) keep(join(from, path), freeName(join(to, path)));
}

/** Files, links and empty folders, by their paths within the folder. */
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
    copy(source, target); // not every file system has hard links, or allows them for every file
  }
}

function copy(source: string, target: string): void {
  const aim = linkAim(source);
  if (aim === undefined) copyFileSync(source, target);
  else symlinkSync(aim, target);
}

/** The target of a symbolic link; undefined for anything else. */
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
