#!/usr/bin/env node
// The command `3rc`: reads arguments, starts the command that is meant, and is the one place where what went wrong
// becomes an exit code.

import { spareTheCompiler } from "./compiler.ts";
import { EXIT } from "./exit.ts";
import { makeProgram } from "./program.ts";
import { reportError } from "./terminal/report-error.ts";

const words = process.argv.slice(2);

/** A pipe that is closed early (`3rc trace … | head`) ends the program quietly; a full disk does not. */
process.stdout.on("error", (error: NodeJS.ErrnoException) =>
  process.exit(error.code === "EPIPE" ? (process.exitCode ?? EXIT.ok) : reportError(error, words)),
);
/** Whoever closes it does not want to hear; the exit code says the rest. */
process.stderr.on("error", () => undefined);
/** Who listens besides has something to bring in order first, and ends by itself. */
process.on("uncaughtException", (error) => {
  if (process.listenerCount("uncaughtException") === 1) process.exit(reportError(error, words));
});

spareTheCompiler();
try {
  await makeProgram().parseAsync();
} catch (error) {
  process.exitCode = reportError(error, words);
}
