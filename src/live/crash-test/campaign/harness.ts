// The folder beside an inventory where crash tests keep what must outlive them: the stop switch, the faults that are
// not yet healed, the record of fences, and the pid of the running harness. It excludes a second harness on the same
// inventory, which would mistake the other's faults for its own, and a controller service, which would recover what a
// harness breaks before the harness has observed it.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockFile } from "../../../base/platform/file-lock.ts";
import { writeWhole } from "../../../base/platform/files.ts";
import { isAlive, parseIdentity, thisProcess } from "../../../base/platform/process.ts";
import { FORMER_LEDGER } from "../../inventory/former-names.ts";

/** Number of attempts to take the harness while another process holds the lock without having written its identity. */
const TRIES = 100;

export class Harness {
  readonly folder: string;
  readonly stopFile: string;
  readonly unhealedFile: string;
  /** The ledger of version 0.3, whose faults only that version can heal. */
  readonly formerLedger: string;
  readonly fencesFile: string;
  readonly #pidFile: string;
  readonly #controllers: string;
  #letGo: (() => void) | undefined;

  constructor(folder: string) {
    this.folder = folder;
    this.stopFile = join(folder, "STOP");
    this.unhealedFile = join(folder, "not-yet-healed.jsonl");
    this.formerLedger = join(folder, FORMER_LEDGER);
    this.fencesFile = join(folder, "fences.jsonl");
    this.#pidFile = join(folder, "harness.pid");
    this.#controllers = join(folder, "controllers");
  }

  /** Whether the stop switch is thrown: then nothing is done to any machine except undoing faults. */
  get stopped(): boolean {
    return existsSync(this.stopFile);
  }

  /** Throws the stop switch; it stays thrown until `lift`. */
  stop(reason: string): void {
    writeWhole(this.stopFile, `${reason}\n`);
  }

  lift(): void {
    rmSync(this.stopFile, { force: true });
  }

  /** The pid of the living process that holds the harness; undefined if there is none. */
  get holder(): number | undefined {
    return livingIn(this.#pidFile);
  }

  /**
   * Takes the harness for this process. Returns the pid of the process that already holds it, or that serves as a
   * controller of the same machines; undefined on success.
   */
  take(): number | undefined {
    mkdirSync(this.folder, { recursive: true });
    for (let tries = 0; tries < TRIES; tries++) {
      const letGo = lockFile(this.#pidFile);
      const { holder } = this; // a written identity counts even without the lock
      if (letGo === undefined && holder === undefined) continue; // it is about to write its identity, or to release
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
    throw new Error(`${this.#pidFile}: is locked by a process that has not written its identity`);
  }

  /** The file stays: a lock on a file that another process has removed would exclude nobody. */
  release(): void {
    if (this.#letGo === undefined) return;
    writeFileSync(this.#pidFile, "");
    this.#letGo();
    this.#letGo = undefined;
  }

  /**
   * Registers this process as a controller of the same machines. Returns the pid of the running harness, if there is
   * one: then the controller must not serve.
   */
  serve(): number | undefined {
    mkdirSync(this.#controllers, { recursive: true });
    writeWhole(join(this.#controllers, String(thisProcess().pid)), JSON.stringify(thisProcess()));
    // Both sides register first and check afterwards: of two that start at once, at least one sees the other.
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

/** The pid of the process that a file names, if it is alive. */
function livingIn(path: string): number | undefined {
  const holder = parseIdentity(textOf(path));
  return holder !== undefined && isAlive(holder) ? holder.pid : undefined;
}

/** Empty if there is no such file, or it has just been removed. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
