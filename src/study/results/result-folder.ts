// A result folder appears complete or not at all: everything is written under a temporary name beside it, which is then
// renamed. Files of others in an earlier folder are carried over. One run at a time writes it. An interrupted run
// leaves at most a checkpoint, which is written in the same way.

import { accessSync, constants, mkdirSync, renameSync, rmSync, writeFileSync, existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { lockName } from "../../base/platform/file-lock.ts";
import { syncFolder, writeThrough, writeWhole, type FileContent } from "../../base/platform/files.ts";
import { thisProcess } from "../../base/platform/process.ts";
import { Refusal } from "../../base/prelude/refusal.ts";
import { carryOver } from "./carry-over.ts";
import { ownFilesListed, ownFilesIn } from "./own-files.ts";

/** Checks, before any work, that results can be written into `out`. */
export function prepareOut(out: string): void {
  try {
    makeFolder(out);
    accessSync(out, constants.W_OK);
    const probe = join(out, `.probe-${thisProcess().pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw new Refusal(`${out}: results cannot be written there (${(error as NodeJS.ErrnoException).code})`, "usage", {
      cause: error,
    });
  }
}

/** One folder at a time: Node's recursive mode never ends if the system refuses a new folder as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(resolve(path)));
  mkdirSync(path);
}

/**
 * Writes the files (path in the folder to content) and replaces an earlier folder. Only files for which `isOurs` is
 * true are dropped from that; all others are carried over. The caller must hold the folder, unless no other process
 * writes it.
 */
export function writeFolder(
  folder: string,
  files: ReadonlyMap<string, FileContent>,
  isOurs: (path: string) => boolean = () => true,
): void {
  const fresh = `${folder}${FRESH}`;
  const old = `${folder}${OLD}`;
  try {
    rmSync(fresh, { recursive: true, force: true });
    for (const [path, content] of files) {
      const target = join(fresh, path);
      mkdirSync(dirname(target), { recursive: true });
      writeThrough(target, content);
    }
    if (existsSync(folder)) {
      carryOver(folder, fresh, isOurs);
      renameSync(folder, old);
    }
    renameSync(fresh, folder);
    syncFolder(dirname(resolve(folder)));
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (existsSync(old) && !existsSync(folder)) renameSync(old, folder);
    throw unwritable(folder, error);
  }
}

/** The same for a folder whose `document` lists its files: files that an earlier one did not list are carried over. */
export function writeListed(folder: string, document: string, files: ReadonlyMap<string, FileContent>): void {
  writeFolder(folder, ownFilesListed(document, files), ownFilesIn(folder, document));
}

const FRESH = ".new.tmp";
const OLD = ".old.tmp";

/** Writes one file completely or not at all; a `Refusal` if that fails. */
export function writeOrRefuse(file: string, content: FileContent): void {
  try {
    writeWhole(file, content);
  } catch (error) {
    throw unwritable(file, error);
  }
}

/**
 * Locks the folders of these names in `out` for this process, so that no other run writes there; calling the result
 * releases them. A `Refusal` if another run has one of them.
 */
export function holdFolders(out: string, names: readonly string[]): () => void {
  const held: (() => void)[] = [];
  const letGo = () => held.splice(0).forEach((end) => end());
  for (const name of names) {
    const folder = join(out, name);
    const lock = `${folder}.lock`;
    const end = lockName(lock);
    if (end === undefined) {
      letGo();
      throw new Refusal(
        `${folder}: another run is writing its results there (it holds ${lock}); wait for its end, or give --out ` +
          "another folder",
        "environment",
      );
    }
    held.push(end);
  }
  return letGo;
}

/**
 * Removes what crashed runs of these names have left half-written in `out`. If a run crashed after it had moved an
 * earlier result aside, and there is none in its place, that is moved back. The caller must hold the folders.
 */
export function clearHalfWritten(out: string, names: readonly string[]): void {
  for (const entry of readdirSync(out)) {
    const [, left = "", kind] = /^(.+?)(?:\.\d+)?((?:\.new|\.old)?\.tmp)$/.exec(entry) ?? [];
    const ofFolder = names.includes(left) && (kind !== ".tmp" || entry !== `${left}.tmp`);
    const ofCheckpoint = names.some((name) => left === `${name}.checkpoint`) && kind === ".tmp";
    if (!ofFolder && !ofCheckpoint) continue;
    if (kind === OLD && !existsSync(join(out, left))) renameSync(join(out, entry), join(out, left));
    else rmSync(join(out, entry), { recursive: true, force: true });
  }
}

function unwritable(path: string, error: unknown): Refusal {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new Refusal(`${path}: could not be written (${code})`, "environment", { cause: error });
}
