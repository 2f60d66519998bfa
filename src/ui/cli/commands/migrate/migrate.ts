// `3rc migrate`: rewrites scenarios and inventories of version 0.3 in the current format. Comments, order and layout
// stay.

import { realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { writeWhole } from "../../../../base/platform/files.ts";
import { renderProblems } from "../../../../base/document/problem.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { migrate } from "../../../../study/results/legacy/migrate.ts";
import { onEveryFile, readInput } from "../../read-input.ts";
import { printError, printFile } from "../../terminal/print.ts";

/** Tries every file before it refuses any; each is written whole or not at all. */
export function migrateFiles(files: readonly string[], options: { readonly stdout?: true }): void {
  onEveryFile(files, (file) => migrateFile(file, options.stdout === true));
}

function migrateFile(file: string, toStdout: boolean): void {
  const bytes = readInput(file, "a scenario or an inventory (YAML or JSON)");
  const path = realpathSync(file);
  const result = migrate(bytes, file, dirname(path));
  switch (result.kind) {
    case "broken":
      throw new Refusal(`${renderProblems(result.problems)}\n${file}: left unchanged`);
    case "current":
      printError(`${file}: is in the current format; left unchanged\n`);
      if (toStdout) printFile(bytes);
      return;
    case "migrated":
      if (toStdout) {
        printFile(result.text);
        return;
      }
      write(path, result.text);
      printError(`${file}: rewritten\n`);
  }
}

/** Follows links, and keeps the permissions of the file. */
function write(path: string, text: string): void {
  try {
    writeWhole(path, text, statSync(path).mode & 0o777);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Refusal(`${path}: could not be written (${code})`, "environment", { cause: error });
  }
}
