// A result folder appears whole or not at all: everything is written beside it under a temporary name, which is then
// renamed. An interrupted run leaves at most a checkpoint, which is such a file too.

import { accessSync, constants, mkdirSync, renameSync, rmSync, writeFileSync, existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { kill, pid as ourselves } from "node:process";
import { syncFolder, writeThrough, writeWhole, type FileContent } from "../../base/platform/files.ts";
import { Refusal } from "../../base/prelude/refusal.ts";

/** Makes sure, before any work, that results can be written into `out`. */
export function prepareOut(out: string): void {
  try {
    makeFolder(out);
    accessSync(out, constants.W_OK);
    const probe = join(out, `.probe-${ourselves}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw new Refusal(
      `${out}: results cannot be written there (${(error as NodeJS.ErrnoException).code})`,
      "usage",
      { cause: error },
    );
  }
}

/** Step by step: Node's own recursive way never ends where the system refuses a new folder as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(resolve(path)));
  mkdirSync(path);
}

/** Writes the files (path in the folder to content) and puts the folder in the place of an earlier one. */
export function writeFolder(folder: string, files: ReadonlyMap<string, FileContent>): void {
  const fresh = `${folder}.${ourselves}.tmp`;
  const old = `${folder}.${ourselves}.old.tmp`;
  try {
    rmSync(fresh, { recursive: true, force: true });
    for (const [path, content] of files) {
      const target = join(fresh, path);
      mkdirSync(dirname(target), { recursive: true });
      writeThrough(target, content);
    }
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(fresh, folder);
    syncFolder(dirname(resolve(folder)));
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (existsSync(old) && !existsSync(folder)) renameSync(old, folder);
    throw unwritable(folder, error);
  }
}

/** Writes one file whole or not at all; a `Refusal` if it cannot be. */
export function writeOrRefuse(file: string, content: FileContent): void {
  try {
    writeWhole(file, content);
  } catch (error) {
    throw unwritable(file, error);
  }
}

/**
 * What runs of these names that died have left half-written in `out`: nobody will come back for it. An earlier result
 * that was moved aside when its run died, with none in its place, is moved back.
 */
export function sweep(out: string, names: readonly string[]): void {
  for (const entry of readdirSync(out)) {
    const [, left = "", pid, old] = /^(.+)\.(\d+)(\.old)?\.tmp$/.exec(entry) ?? [];
    if (
      !names.some((name) => left === name || (left === `${name}.checkpoint` && old === undefined)) ||
      isAlive(Number(pid))
    )
      continue;
    if (old !== undefined && !existsSync(join(out, left))) renameSync(join(out, entry), join(out, left));
    else rmSync(join(out, entry), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function unwritable(path: string, error: unknown): Refusal {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new Refusal(`${path}: could not be written (${code})`, "environment", { cause: error });
}
