// The lab of the tests: of its own name, so that it gets in nobody's way, and cleared away first if an earlier one died.

import { resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { runProgram } from "../../src/machine/program.ts";
import { MINUTE, type Duration } from "../../src/prelude/time.ts";
import { leftOut } from "../left-out.ts";
import { IMAGES, noLab } from "../lab/machine.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The inventory of the lab; empty where there is none. */
    inventory: string;
  }
}

const NAME = "t3rc";
const PATIENCE = (15 * MINUTE) as Duration;
const MAIN = resolve(import.meta.dirname, "../../dist/3rc/main.js");

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  if (leftOut(noLab) !== undefined) {
    process.stderr.write(`tests on a lab are skipped: ${noLab}\n`);
    provide("inventory", "");
    return async () => {};
  }
  await lab("down");
  provide("inventory", (await lab("up", "--quiet", "--images", IMAGES)).trim());
  return async () => void (await lab("down"));
}

async function lab(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram([process.execPath, MAIN, "lab", ...words, "--name", NAME], { timeout: PATIENCE });
  if (code !== 0) throw new Error(`3rc lab ${words.join(" ")} ended with ${code}: ${stderr}`);
  return stdout;
}
