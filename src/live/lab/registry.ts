// Which labs there are on this machine: a note of each in /run, which is gone after a restart of the machine, as the
// labs are. It is written before anything else of a lab is made, and taken away after everything else.

import { existsSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../base/platform/files.ts";
import { isAlive, thisProcess, type ProcessIdentity } from "../../base/platform/process.ts";

type Note = {
  readonly folder: string;
  /** Who builds it. It is ignored once that process is no more. */
  readonly builder: ProcessIdentity | undefined;
};

const NOTES = "/run";

/** What a host of the lab mounts something else upon. */
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

/** In the folder of every lab: without it a folder is not ours, and not taken away. */
export const SIGN = ".3rc-lab";

export function noteLab(name: string, folder: string, building: boolean): void {
  const note: Note = { folder, builder: building ? thisProcess() : undefined };
  writeWhole(noteOf(name), `${JSON.stringify(note)}\n`);
}

/** Where the lab of this name is; undefined: there is none. */
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

/** Why this folder cannot be a lab's, if so: it must be a lab's already, or empty, or not there. */
export function problemOfFolder(folder: string): string | undefined {
  if (!/^(\/[A-Za-z0-9_.+-]+)+$/.test(folder))
    return (
      "expected a folder of plain letters, digits and the signs _ . + -, since many programs are told of it, and " +
      `not ${folder}`
    );
  const hidden = HIDDEN.find((path) => folder === path || folder.startsWith(`${path}/`));
  if (hidden !== undefined)
    return `${folder} cannot be the folder of a lab: its hosts have a ${hidden} of their own, not this machine's`;
  if (existsSync(folder) && !statSync(folder).isDirectory()) return `${folder} is no folder`;
  if (existsSync(folder) && !existsSync(join(folder, SIGN)) && readdirSync(folder).length > 0)
    return `${folder} holds something else than a lab; it is left alone`;
  return undefined;
}

function readNote(name: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(noteOf(name), "utf8"));
  } catch {
    return undefined; // none, or none of ours
  }
}

function noteOf(name: string): string {
  return join(NOTES, `${name}.lab`);
}
