// What tests on the lab share: its inventory, the command, and bringing all VMs home.

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { describe, inject } from "vitest";
import { restoreAll, type Homes } from "../../src/live/crash-test/restore.ts";
import type { Reach } from "../../src/live/driver/reach.ts";
import type { Inventory } from "../../src/live/inventory/inventory.ts";
import { parseInventory } from "../../src/live/inventory/parse.ts";
import { runProgram, type Finished } from "../../src/base/platform/program.ts";
import { check } from "../../src/base/prelude/check.ts";
import { HOUR } from "../../src/base/prelude/time.ts";

export const INVENTORY = inject("inventory");

/** As in the scenarios for the lab. */
export const HOMES: Homes = new Map([
  ["gridce", "alfa01"],
  ["gridui", "alfa01"],
  ["gridse", "alfa02"],
  ["gridbdii", "alfa02"],
  ["web1", "alfa03"],
  ["web2", "alfa03"],
]);

/** Tests that need the lab: skipped, and named, if it cannot be built without root. */
export const describeOnLab = describe.skipIf(INVENTORY === "");

const MAIN = resolve(import.meta.dirname, "../../dist/3rc/main.js");

export function command(...words: readonly string[]): Promise<Finished> {
  return runProgram([process.execPath, MAIN, ...words], { timeout: HOUR });
}

export function scenario(name: string): string {
  return resolve(import.meta.dirname, `../../scenarios/${name}.yaml`);
}

/** The lab's inventory, with some of its text changed. */
export function inventory(change: (text: string) => string = (text) => text): Inventory {
  const parsed = parseInventory(change(readFileSync(INVENTORY, "utf8")), INVENTORY, dirname(INVENTORY));
  check(parsed.ok, () => JSON.stringify(parsed));
  return parsed.inventory;
}

export async function bringBack(reach: Reach, homes: Homes = HOMES): Promise<void> {
  const left = await restoreAll(reach, homes, () => undefined);
  check(left.size === 0, () => `the lab is not as it was: ${[...left.values()].join("; ")}`);
}
