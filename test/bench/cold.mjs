// Programs as their users start them, cold and in a process of their own, and what that costs.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { figures } from "./row.mjs";

/** @typedef {{ wallSeconds: number, cpuSeconds: number, peakMegabytes: number }} Cost */

/** What Node takes to start and to do nothing. */
export function startNode() {
  return cost(["-e", "0"]);
}

/**
 * `3rc run` with these arguments. `keep` is a file of the results to read.
 * @returns {Promise<Cost & { text: string }>}
 */
export async function start3rc(/** @type {readonly string[]} */ args, keep = "") {
  const folder = await mkdtemp(join(tmpdir(), "3rc-bench-"));
  try {
    const spent = await cost(["dist/3rc/main.js", "run", ...args, "--quiet", "--out", folder]);
    return { ...spent, text: keep === "" ? "" : await readFile(join(folder, keep), "utf8") };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @returns {Promise<Cost>} */
async function cost(/** @type {readonly string[]} */ args) {
  const begun = performance.now();
  const spent = await figures(process.execPath, ["--import", "./test/bench/programs/measured.mjs", ...args]);
  return { wallSeconds: (performance.now() - begun) / 1000, ...spent };
}
