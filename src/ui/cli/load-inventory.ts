// Loads an inventory. Everything wrong with the file or in it becomes one refusal that names it.

import { dirname, resolve } from "node:path";
import type { Inventory } from "../../live/inventory/inventory.ts";
import { parseInventory } from "../../live/inventory/parse.ts";
import { readInput } from "./read-input.ts";
import { refusalOf } from "./refusal-of.ts";

/** Throws a `Refusal` that lists all problems. Relative paths in the file are resolved against its folder. */
export function loadInventory(file: string): Inventory {
  const parsed = parseInventory(readInput(file, "an inventory (YAML)"), file, dirname(resolve(file)));
  if (!parsed.ok) throw refusalOf(file, parsed);
  return parsed.inventory;
}
