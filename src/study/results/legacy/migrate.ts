// A scenario or an inventory of version 0.3, YAML or JSON, in today's language. What comes out is read by today's
// reader, and says the same; what version 0.3 would have refused is refused, at its place in the old text.

import { parseDocument, type Document } from "yaml";
import { check } from "../../../base/prelude/check.ts";
import { readDocument } from "../../../base/document/document.ts";
import type { Problem } from "../../../base/document/problem.ts";
import { parseScenario } from "../../../core/scenario/parse.ts";
import { parseInventory } from "../../../live/inventory/parse.ts";
import { before, edited, type Edit } from "./edits.ts";
import { modernEdits } from "./modern-text.ts";
import { modernValue } from "./modern-value.ts";
import { hasHidden, hideOwnSigns, showOwnSigns } from "./own-signs.ts";
import { INVENTORY, Place, SCENARIO } from "./renames.ts";

type Migrated =
  /** It is of today's language as it is. */
  | { readonly kind: "current" }
  | { readonly kind: "migrated"; readonly text: string }
  | { readonly kind: "broken"; readonly problems: readonly Problem[] };

type OldText = {
  readonly value: unknown;
  /** As today's language has it. */
  readonly text: string;
  readonly edits: readonly Edit[];
  readonly place: Place;
};

/** `file` is named in problems; relative paths of an inventory begin at `folder` (absolute). */
export function migrate(bytes: Uint8Array, file: string, folder: string): Migrated {
  const today = problemsOf(bytes, file, folder);
  if (today.length === 0) return { kind: "current" };
  const old = readOld(bytes, file);
  if (!("value" in old)) return { kind: "broken", problems: old };
  if (old.edits.length === 0) return { kind: "broken", problems: today };
  const problems = problemsOf(old.text, file, folder);
  if (problems.length > 0) return { kind: "broken", problems: asBefore(problems, old, decoded(bytes)) };
  const said = readDocument(old.text, file);
  check(
    "value" in said && JSON.stringify(said.value) === JSON.stringify(modernValue(old.value, old.place)),
    () => `${file}: migrated, it would say something else`,
  );
  return { kind: "migrated", text: old.text };
}

/** A text as version 0.3 read it, or what it said was wrong with it. */
export function readOld(bytes: Uint8Array, file: string): OldText | readonly Problem[] {
  const source = decoded(bytes);
  const hidden = hideOwnSigns(source);
  const read = readDocument(hasHidden(source) ? "\0" : hidden, file);
  if (!("value" in read)) return read.problems.map(shown);
  const value = shownIn(read.value);
  const place = Place.of(isInventory(value) ? INVENTORY : SCENARIO);
  const edits = modernEdits(oldDocument(hidden), source, place);
  return { value, text: edited(source, edits), edits, place };
}

/** As version 0.3 had YAML read what it had hidden. */
export function oldDocument(hidden: string): Document {
  return parseDocument(hidden, { uniqueKeys: false, prettyErrors: false, merge: true, logLevel: "error" });
}

/** A value with its own signs as they were written. */
export function shownIn(value: unknown): unknown {
  if (typeof value === "string") return showOwnSigns(value);
  if (Array.isArray(value)) return value.map(shownIn);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [showOwnSigns(key), shownIn(inner)]));
}

function problemsOf(bytes: Uint8Array | string, file: string, folder: string): readonly Problem[] {
  const read = readDocument(bytes, file);
  const parsed =
    "value" in read && isInventory(read.value) ? parseInventory(bytes, file, folder) : parseScenario(bytes, file);
  return parsed.ok ? [] : parsed.problems;
}

/** Whether it has what only an inventory has. */
function isInventory(value: unknown): boolean {
  const keys = Object.keys(value as object);
  return (
    !keys.includes("cluster") &&
    !keys.includes("experiment") &&
    ["hosts", "vms", "allow"].some((key) => keys.includes(key))
  );
}

/** Without what is no UTF-8: it is looked at by whoever reads the bytes themselves. */
function decoded(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

function shown(problem: Problem): Problem {
  return { ...problem, source: showOwnSigns(problem.source), message: showOwnSigns(problem.message) };
}

/** Problems of the migrated text at their places in the old one: lines are the same, columns are not. */
function asBefore(problems: readonly Problem[], { text, edits }: OldText, source: string): readonly Problem[] {
  const lines = source.split("\n");
  const begins = text.split("\n").reduce<number[]>((all, line) => [...all, (all.at(-1) ?? 0) + line.length + 1], [0]);
  return problems.map((problem) => {
    const { line, column } = problem;
    if (line === undefined || column === undefined) return problem;
    const place = before(edits, (begins[line - 1] ?? 0) + column - 1);
    const begin = source.lastIndexOf("\n", place - 1) + 1;
    return { ...problem, column: place - begin + 1, source: (lines[line - 1] ?? "").replace(/\r$/, "") };
  });
}
