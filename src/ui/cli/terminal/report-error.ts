// Reports an exception that ends a command, with its exit code: wrong input, an error of the operating system, or a
// defect.

import { CommanderError } from "commander";
import type { Scenario } from "../../../core/scenario/scenario.ts";
import { EXIT } from "../exit.ts";
import { Refusal } from "../../../base/prelude/refusal.ts";
import { commandLine } from "./shell-word.ts";
import { VERSION } from "../../../base/platform/version.ts";
import { printError } from "./print.ts";

/** An exception while a scenario runs, which its seed reproduces. */
class WhileRunning extends Error {
  override name = "WhileRunning";
  readonly scenario: Pick<Scenario, "name" | "hash" | "seed">;

  constructor(scenario: Scenario, cause: unknown) {
    super(`in ${scenario.name}`, { cause });
    this.scenario = scenario;
  }
}

/** Does the work; if it ends by a defect, the scenario and its seed are reported with it. */
export async function whileRunning<T>(scenario: Scenario, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Refusal || refusalOfMachine(error) !== undefined ? error : new WhileRunning(scenario, error);
  }
}

/** Prints the error, and for a defect the command that reproduces it; returns the exit code. */
export function reportError(error: unknown, words: readonly string[]): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof Refusal) {
    printError(`${error.message}\n`);
    return EXIT[error.kind];
  }
  const refusal = refusalOfMachine(error);
  if (refusal !== undefined) {
    printError(`3rc: ${refusal}\n`);
    return EXIT.environment;
  }
  const within = error instanceof WhileRunning ? error.scenario : undefined;
  printError(confession(within === undefined ? error : (error as Error).cause, within, words));
  return EXIT.defect;
}

/**
 * The message of a Defect is enough; for other exceptions the type is added. Defects are recognised by name, since they
 * may come from another thread.
 */
function confession(error: unknown, within: WhileRunning["scenario"] | undefined, words: readonly string[]): string {
  const what = !(error instanceof Error)
    ? String(error)
    : error.name === "Defect"
      ? error.message
      : `${error.name}: ${error.message}`;
  const stack = error instanceof Error ? `${error.stack ?? ""}\n` : "";
  const where = within === undefined ? "" : `In scenario ${within.name}, hash ${within.hash}, seed ${within.seed}.\n`;
  const again = `To reproduce it: ${commandLine(words)}`;
  return `3rc ${VERSION} has a defect: ${what}\n${stack}${where}${again}\n`;
}

const WORDS: Readonly<Record<string, string | undefined>> = {
  ENOSPC: "there is no space left on the disk",
  EDQUOT: "the quota of the disk is used up",
  EACCES: "permission denied",
  EPERM: "not permitted",
  ENOENT: "there is no such file or folder",
  EROFS: "the file system is read-only",
  EMFILE: "too many open files",
  EIO: "input/output error",
  EISDIR: "is a folder",
  ENOTDIR: "is not a folder",
  EFBIG: "the file would be too large",
  ENAMETOOLONG: "the name is too long",
};

/** An error of the operating system in one line; undefined for other exceptions. */
function refusalOfMachine(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === "ERR_WORKER_OUT_OF_MEMORY") return "there is not enough memory for so many parts of the experiment";
  if (code === undefined || syscall === undefined) return undefined;
  return `${path === undefined ? "" : `${path}: `}${WORDS[code] ?? error.message} (${code}, ${syscall})`;
}
