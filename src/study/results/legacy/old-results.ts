// The scenario of a result folder of version 0.3: its text and what --set changed, in today's language, and its hash,
// which is that of the words it had.

import { hash64Hex } from "../../../base/prelude/hash.ts";
import { readOverride, withOverride } from "../../../base/document/overrides.ts";
import type { Problem } from "../../../base/document/problem.ts";
import { readOld, shownIn, oldDocument } from "./migrate.ts";
import { modernValue } from "./modern-value.ts";
import { hideOwnSigns, showOwnSigns } from "./own-signs.ts";
import type { Place } from "./renames.ts";

export type OldScenario = {
  /** Today's language. */
  readonly text: string;
  readonly overrides: readonly string[];
  /** Of the effective text as version 0.3 had it. */
  readonly hash: string;
};

/** Or what version 0.3 would have said is wrong with it. */
export function oldScenario(
  bytes: Uint8Array,
  file: string,
  overrides: readonly string[],
): OldScenario | readonly Problem[] {
  const old = readOld(bytes, file);
  if (!("value" in old)) return old;
  let value = old.value;
  const today: string[] = [];
  for (const written of overrides) {
    const override = readOverride(written, value, readOldValue);
    const result = "message" in override ? override : withOverride(value, override);
    if ("message" in result) return [result];
    if ("message" in override) return [override];
    value = result.value;
    today.push(modernOverride(override.path, override.value, old.place));
  }
  return { text: old.text, overrides: today, hash: hash64Hex(JSON.stringify(value)) };
}

/** As --set had it. */
function readOldValue(text: string): { readonly value: unknown } {
  return { value: shownIn(oldDocument(hideOwnSigns(text)).toJS()) };
}

/** JSON is YAML, and says what is text. */
function modernOverride(path: readonly string[], value: unknown, place: Place): string {
  let at: Place | undefined = place;
  const steps = path.map((step) => {
    const today = at?.keys.get(step) ?? step;
    at = at?.below(step);
    return showOwnSigns(today);
  });
  return `${steps.join(".")}=${JSON.stringify(modernValue(value, at))}`;
}
