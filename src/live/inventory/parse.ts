// Reads an inventory from its text. All problems are reported at once, as those of a scenario are.

import { hash64Hex } from "../../base/prelude/hash.ts";
import { readDocument, type ScenarioText } from "../../base/document/document.ts";
import { elsewhere, type Complain, type Problem } from "../../base/document/problem.ts";
import { complainOf, isFormer } from "../../base/document/shape-problems.ts";
import { soundPart, unlessFollowing } from "../../base/document/sound-part.ts";
import { buildInventory } from "./build.ts";
import { FORMER_INVENTORY_NAMES } from "./former-names.ts";
import type { Inventory } from "./inventory.ts";
import { inventoryShape } from "./shape.ts";

/** `old`: part of it is in the format of version 0.3. */
type ParsedInventory =
  | { readonly ok: true; readonly inventory: Inventory }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly old: boolean };

const INVENTORY = { shape: inventoryShape, former: FORMER_INVENTORY_NAMES };

/** `file` is named in problems; relative paths in it are resolved against `folder` (absolute). */
export function parseInventory(bytes: string | Uint8Array, file: string, folder: string): ParsedInventory {
  const text = readDocument(bytes, file, { what: "an inventory", keys: "name, hosts, vms and allow" });
  if (!("value" in text)) return { ok: false, ...text };
  const problems = [...text.problems];
  const { inventory, old } = shaped(text, folder, (path, message, atKey, within) =>
    problems.push(text.problemAt(path, message, atKey, within)),
  );
  for (const word of elsewhere(text.words, problems)) problems.push(word);
  if (inventory === undefined || problems.length > 0)
    return {
      ok: false,
      problems: problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)),
      old: old || text.old,
    };
  return { ok: true, inventory: { ...inventory, hash: hash64Hex(JSON.stringify(text.value)) } };
}

function shaped(
  { value }: ScenarioText,
  folder: string,
  complain: Complain,
): { readonly inventory?: Omit<Inventory, "hash">; readonly old: boolean } {
  const whole = inventoryShape.safeParse(value);
  if (whole.success) return { inventory: buildInventory(whole.data, folder, complain), old: false };
  const { issues } = whole.error;
  for (const issue of issues) complainOf(INVENTORY, issue, value, complain);
  const part = inventoryShape.safeParse(soundPart(value, issues));
  if (part.success) buildInventory(part.data, folder, unlessFollowing(issues, complain));
  return { old: issues.some((issue) => isFormer(INVENTORY, issue, value)) };
}
