// A folder that becomes a file system: text files, and programs of this machine with their libraries.

import { chmodSync, copyFileSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runProgram } from "../../../base/platform/program.ts";
import { MINUTE } from "../../../base/prelude/time.ts";
import { succeeded } from "../lab-problem.ts";
import { BUSYBOX, fileOfProgram, librariesOf } from "./ingredients.ts";

/** Paths given to its methods are paths in the future file system. */
export class Tree {
  readonly folder: string;

  constructor(folder: string, folders: readonly string[]) {
    this.folder = folder;
    for (const path of folders) mkdirSync(join(folder, path), { recursive: true });
  }

  write(path: string, content: string | Uint8Array, mode = 0o644): void {
    const place = this.#placeOf(path);
    writeFileSync(place, content);
    chmodSync(place, mode);
  }

  copy(from: string, path: string, mode = 0o644): void {
    const place = this.#placeOf(path);
    copyFileSync(realpathSync(from), place);
    chmodSync(place, mode);
  }

  /** Puts a program into /bin, and its loader and libraries at their usual paths. */
  async addProgram(name: string): Promise<void> {
    const file = fileOfProgram(name);
    this.copy(file, `/bin/${name}`, 0o755);
    for (const library of await librariesOf(file)) this.copy(library, library, 0o755);
  }

  /** Adds busybox under each of its names, except for names that another program already has. */
  async addBusybox(): Promise<void> {
    await this.addProgram(BUSYBOX);
    const names = succeeded(
      await runProgram([fileOfProgram(BUSYBOX), "--list"], { timeout: MINUTE }),
      "busybox does not list its commands",
    );
    for (const name of names.split("\n").filter((line) => line !== "")) {
      const place = this.#placeOf(`/bin/${name}`);
      if (!existsSync(place)) symlinkSync(BUSYBOX, place);
    }
  }

  #placeOf(path: string): string {
    const place = join(this.folder, path);
    mkdirSync(dirname(place), { recursive: true });
    return place;
  }
}
