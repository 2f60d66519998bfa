// The place beside an inventory where crash tests keep what must outlive them: the stop switch, the wounds that are not
// yet healed, when hosts were fenced, and who is at work. Two harnesses on one inventory would take each other's wounds
// for recoveries, and a controller as a service would recover what a harness breaks before it has looked: they let each
// other be.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockFile } from "../../../base/platform/file-lock.ts";
import { writeWhole } from "../../../base/platform/files.ts";
import { isAlive, parseIdentity, thisProcess } from "../../../base/platform/process.ts";

/** How often it is tried to take the harness from somebody who has it and does not say who they are. */
const TRIES = 100;

export class Harness {
  readonly folder: string;
  readonly stopFile: string;
  readonly unhealedFile: string;
  readonly fencesFile: string;
  readonly #pidFile: string;
  readonly #controllers: string;
  #letGo: (() => void) | undefined;

  constructor(folder: string) {
    this.folder = folder;
    this.stopFile = join(folder, "STOP");
    this.unhealedFile = join(folder, "wounds.jsonl");
    this.fencesFile = join(folder, "fences.jsonl");
    this.#pidFile = join(folder, "harness.pid");
    this.#controllers = join(folder, "controllers");
  }

  /** Whether the stop switch is thrown: nothing is to be done to any machine but healing. */
  get stopped(): boolean {
    return existsSync(this.stopFile);
  }

  /** Throws the stop switch; it stays thrown until it is lifted. */
  stop(reason: string): void {
    writeWhole(this.stopFile, `${reason}\n`);
  }

  lift(): void {
    rmSync(this.stopFile, { force: true });
  }

  /** Who has the harness; undefined if nobody who lives. */
  get holder(): number | undefined {
    return livingIn(this.#pidFile);
  }

  /**
   * Takes the harness for this process. The pid of whoever has it already, or serves as a controller of the same
   * machines.
   */
  take(): number | undefined {
    mkdirSync(this.folder, { recursive: true });
    for (let tries = 0; tries < TRIES; tries++) {
      const letGo = lockFile(this.#pidFile);
      const { holder } = this; // whoever says so is believed, also without the lock
      if (letGo === undefined && holder === undefined) continue; // it has not said yet who it is, or is about to let go
      if (holder === undefined) {
        this.#letGo = letGo;
        writeFileSync(this.#pidFile, JSON.stringify(thisProcess()));
        const controller = this.#controllerAtWork();
        if (controller !== undefined) this.release();
        return controller;
      }
      letGo?.();
      return holder;
    }
    throw new Error(`${this.#pidFile}: is locked by somebody who does not say who they are`);
  }

  /** The file stays: whoever takes the lock of a file that another has removed shares it with nobody. */
  release(): void {
    if (this.#letGo === undefined) return;
    writeFileSync(this.#pidFile, "");
    this.#letGo();
    this.#letGo = undefined;
  }

  /**
   * Says that this process serves as a controller of the same machines. The pid of the harness at work, if there is
   * one: then it must not.
   */
  serve(): number | undefined {
    mkdirSync(this.#controllers, { recursive: true });
    writeWhole(join(this.#controllers, String(thisProcess().pid)), JSON.stringify(thisProcess()));
    // Said first and looked then, on both sides: of two who come at once, at least one sees the other.
    const { holder } = this;
    if (holder !== undefined) this.leaveService();
    return holder;
  }

  leaveService(): void {
    rmSync(join(this.#controllers, String(thisProcess().pid)), { force: true });
  }

  #controllerAtWork(): number | undefined {
    const files = existsSync(this.#controllers) ? readdirSync(this.#controllers) : [];
    return files.map((file) => livingIn(join(this.#controllers, file))).find((controller) => controller !== undefined);
  }
}

/** The process that a file names, if it lives. */
function livingIn(path: string): number | undefined {
  const holder = parseIdentity(textOf(path));
  return holder !== undefined && isAlive(holder) ? holder.pid : undefined;
}

/** Empty if there is no such file, or no longer. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
