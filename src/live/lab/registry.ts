// The labs on this machine: a note of each in /run, which a reboot of the machine removes, as it does the labs. The
// note is written before anything else of a lab is made, and removed last.

import { existsSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../base/platform/files.ts";
import { isAlive, thisProcess, type ProcessIdentity } from "../../base/platform/process.ts";

type Note = {
  readonly folder: string;
  /** The process that builds it; ignored once that process has ended. */
  readonly builder: ProcessIdentity | undefined;
};

const NOTES = "/run";

/** Folders over which a host of the lab mounts something else. */
const HIDDEN = [
  "/proc",
  "/sys",
  "/run",
  "/root",
  "/etc/ssh",
  "/etc/libvirt",
  "/var/lib/libvirt",
  "/var/log/libvirt",
  "/var/cache/libvirt",
] as const;

/** A file in the folder of every lab: a folder without it is not a lab's, and is not removed. */
export const SIGN = ".3rc-lab";

export function noteLab(name: string, folder: string, building: boolean): void {
  const note: Note = { folder, builder: building ? thisProcess() : undefined };
  writeWhole(noteOf(name), `${JSON.stringify(note)}\n`);
}

/** The folder of the lab of this name; undefined if there is none. */
export function folderOfLab(name: string): string | undefined {
  return readNote(name)?.folder;
}

/** The process that builds the lab of this name right now, if there is one and it is not this one. */
export function builderOf(name: string): number | undefined {
  const builder = readNote(name)?.builder;
  return builder !== undefined && builder.pid !== thisProcess().pid && isAlive(builder) ? builder.pid : undefined;
}

export function forgetLab(name: string): void {
  rmSync(noteOf(name), { force: true });
}

/** Why this folder cannot be a lab's; undefined if it can: it is a lab's already, is empty, or does not exist. */
export function problemOfFolder(folder: string): string | undefined {
  if (!/^(\/[A-Za-z0-9_.+-]+)+$/.test(folder))
    return (
      "expected a folder of plain letters, digits and the characters _ . + -, since many programs get its path, " +
      `not ${folder}`
    );
  const hidden = HIDDEN.find((path) => folder === path || folder.startsWith(`${path}/`));
  if (hidden !== undefined) return `${folder} cannot be the folder of a lab: its hosts hide ${hidden} with their own`;
  if (existsSync(folder) && !statSync(folder).isDirectory()) return `${folder} is not a folder`;
  if (existsSync(folder) && !existsSync(join(folder, SIGN)) && readdirSync(folder).length > 0)
    return `${folder} holds files that are not a lab's; it is left unchanged`;
  return undefined;
}

function readNote(name: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(noteOf(name), "utf8"));
  } catch {
    return undefined; // no note, or not a lab's
  }
}

function noteOf(name: string): string {
  return join(NOTES, `${name}.lab`);
}
