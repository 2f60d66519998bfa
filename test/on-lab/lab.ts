// The lab of a suite, with the suite's own name, so that it does not interfere with others. The rest of an earlier one
// that was killed is removed first.

import { resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { runProgram } from "../../src/base/platform/program.ts";
import { MINUTE, type Duration } from "../../src/base/prelude/time.ts";
import { leftOut } from "../left-out.ts";
import { IMAGES, noLab } from "../live/lab/machine.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The inventory of the lab; empty where there is none. */
    inventory: string;
  }
}

const PATIENCE = (15 * MINUTE) as Duration;
const MAIN = resolve(import.meta.dirname, "../../dist/3rc/main.js");

export async function setup({ name, provide }: TestProject): Promise<() => Promise<void>> {
  if (leftOut(noLab) !== undefined) {
    process.stderr.write(`tests on a lab are skipped: ${noLab}\n`);
    provide("inventory", "");
    return async () => {};
  }
  const lab = (...words: readonly string[]) => command("lab", ...words, "--name", name);
  await lab("down");
  provide("inventory", (await lab("up", "--quiet", "--images", IMAGES)).trim());
  return async () => void (await lab("down"));
}

async function command(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram([process.execPath, MAIN, ...words], { timeout: PATIENCE });
  if (code !== 0) throw new Error(`3rc ${words.join(" ")} ended with ${code}: ${stderr}`);
  return stdout;
}
