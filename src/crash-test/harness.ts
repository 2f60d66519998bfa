// The place beside an inventory where crash tests keep what must outlive them: the stop switch, the wounds that are not
// yet healed, when hosts were fenced, and who is at work. Two harnesses on one inventory would take each other's wounds for recoveries.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pid } from "node:process";
import { writeWhole } from "../machine/files.ts";

export class Harness {
  readonly folder: string;
  readonly stopFile: string;
  readonly woundsFile: string;
  readonly fencesFile: string;
  readonly #lockFile: string;

  constructor(folder: string) {
    this.folder = folder;
    this.stopFile = join(folder, "STOP");
    this.woundsFile = join(folder, "wounds.jsonl");
    this.fencesFile = join(folder, "fences.jsonl");
    this.#lockFile = join(folder, "harness.pid");
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

  /** Takes the harness for this process. The pid of the one that has it, if it is taken. */
  take(): number | undefined {
    mkdirSync(this.folder, { recursive: true });
    for (;;) {
      try {
        writeFileSync(this.#lockFile, identityOf(pid) ?? "", { flag: "wx" });
        return undefined;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const holder = this.#holder();
      if (holder !== undefined) return holder;
      rmSync(this.#lockFile, { force: true });
    }
  }

  release(): void {
    if (this.#holder() === pid) rmSync(this.#lockFile, { force: true });
  }

  #holder(): number | undefined {
    const identity = existsSync(this.#lockFile) ? readFileSync(this.#lockFile, "utf8") : "";
    const holder = Number(identity.split(" ")[0]);
    return identity !== "" && identityOf(holder) === identity ? holder : undefined;
  }
}

/** A process that lives, told apart from a later one with the same number by when it was started. */
function identityOf(process: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, "utf8");
    return `${process} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
  } catch {
    return undefined;
  }
}
