// Runs all suites. The contract of drivers on a lab goes beside the others, and says what it has to say when they are
// through.

import { spawn } from "node:child_process";
import { resolve } from "node:path";

const VITEST = resolve(import.meta.dirname, "../node_modules/vitest/vitest.mjs");

/** Exit code, and what was said if it was not said at once. */
function suite(config, stdio) {
  const child = spawn(process.execPath, [VITEST, "run", "--config", `test/${config}`], {
    cwd: resolve(import.meta.dirname, ".."),
    stdio,
  });
  let said = "";
  child.stdout?.on("data", (text) => (said += text));
  child.stderr?.on("data", (text) => (said += text));
  return new Promise((end) => child.on("close", (code) => end({ code: code ?? 1, said })));
}

const contract = suite("on-lab/driver.config.ts", ["ignore", "pipe", "pipe"]);
const codes = [];
for (const config of ["vitest.config.ts", "on-lab/vitest.config.ts"]) codes.push((await suite(config, "inherit")).code);
const { code, said } = await contract;
process.stdout.write(said);
process.exitCode = Math.max(code, ...codes);
