#!/usr/bin/env node
// The command `3rc`: parses arguments and runs a command; the only place that turns errors into exit codes.

import { spareTheCompiler } from "./compiler.ts";
import { EXIT } from "./exit.ts";
import { makeProgram } from "./program.ts";
import { reportError } from "./terminal/report-error.ts";

const words = process.argv.slice(2);

/** A pipe that is closed early (`3rc trace … | head`) ends the program silently; a full disk is reported. */
process.stdout.on("error", (error: NodeJS.ErrnoException) =>
  process.exit(error.code === "EPIPE" ? (process.exitCode ?? EXIT.ok) : reportError(error, words)),
);
/** If stderr is closed, messages are dropped; the exit code remains. */
process.stderr.on("error", () => undefined);
/** If there is another listener, it cleans up first and ends the program by itself. */
process.on("uncaughtException", (error) => {
  if (process.listenerCount("uncaughtException") === 1) process.exit(reportError(error, words));
});

spareTheCompiler();
try {
  await makeProgram().parseAsync();
} catch (error) {
  process.exitCode = reportError(error, words);
}
