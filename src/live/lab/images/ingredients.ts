// Files of this machine that go into the images, apart from the kernel.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runProgram } from "../../../base/platform/program.ts";
import { MINUTE } from "../../../base/prelude/time.ts";
import { LabProblem } from "../lab-problem.ts";
import { PATH } from "../needs.ts";

export const BUSYBOX = "busybox";

/** The master boot record; it starts the boot loader of the partition. */
export const BOOT_RECORD = "/usr/lib/EXTLINUX/mbr.bin";

/** The settings of mke2fs in the installer. */
export const FORMAT_SETTINGS = "/etc/mke2fs.conf";

/** Programs of the guest, and of the installer. */
export const GUEST_PROGRAMS = [BUSYBOX, "dropbear"] as const;
export const INSTALLER_PROGRAMS = [BUSYBOX, "sfdisk", "mke2fs", "extlinux"] as const;

/** All files on which the images depend. */
export async function ingredients(): Promise<readonly string[]> {
  const programs = [...new Set<string>([...GUEST_PROGRAMS, ...INSTALLER_PROGRAMS])].map(fileOfProgram);
  const libraries = await Promise.all(programs.map(librariesOf));
  return [...programs, ...new Set(libraries.flat()), BOOT_RECORD, FORMAT_SETTINGS];
}

export function fileOfProgram(name: string): string {
  const file = PATH.split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
  if (file === undefined)
    throw new LabProblem(`the program ${name}, which the guests of the lab need, is not installed on this machine`);
  return file;
}

/** Absolute paths; none for a program that needs no library. */
export async function librariesOf(file: string): Promise<readonly string[]> {
  const { kind, stdout } = await runProgram(["ldd", file], { timeout: MINUTE });
  if (kind !== "exited") throw new LabProblem("the program ldd, which lists the libraries of programs, cannot be run");
  if (stdout.includes("not found")) throw new LabProblem(`libraries of ${file} are missing on this machine`);
  return [...stdout.matchAll(/(?:^\s*|=> )(\/\S+) \(0x/gm)].map(([, path]) => path);
}
