// Reads a journal. Kinds that this version does not know are skipped and counted, since later versions may add some. A
// schema of another number is refused, since in it the same words may mean something else.

import { Refusal } from "../../base/prelude/refusal.ts";
import { JOURNAL_SCHEMA, type Entry, type Head } from "./entry.ts";
import { ENTRY_SHAPES } from "./shapes.ts";

export type ReadJournal = {
  readonly head: Head;
  /** Head and end included. */
  readonly entries: readonly Entry[];
  /** Whether the last line is incomplete, after a crash or while it is being written. It is not among the entries. */
  readonly torn: boolean;
  /** The number of lines of each kind that this version does not know. */
  readonly unknown: ReadonlyMap<string, number>;
};

/**
 * Throws a `Refusal` of one line for what is not a journal, for one of another schema, and for one that is damaged
 * elsewhere than at its end. `file` is its name in that message.
 */
export function readJournal(text: string, file: string): ReadJournal {
  const lines = text.split("\n");
  const rest = lines.pop();
  const values = lines.map(parse);
  const torn = rest !== "" || (values.length > 1 && values.at(-1) === undefined);
  if (values.length > 1 && values.at(-1) === undefined) values.pop();
  checkSchema(values[0], file);
  const entries: Entry[] = [];
  const unknown = new Map<string, number>();
  values.forEach((value, i) => {
    if (!isEntryLike(value))
      throw new Refusal(`${file}: line ${i + 1}: expected an entry: a JSON object with a kind and an instant "at"`);
    if (value.kind in ENTRY_SHAPES) entries.push(checked(value, `${file}: line ${i + 1}`));
    else unknown.set(value.kind, (unknown.get(value.kind) ?? 0) + 1);
  });
  return { head: entries[0] as Head, entries, torn, unknown };
}

/** The entry unchanged, with any fields that this version does not know; a `Refusal` if its shape is wrong. */
function checked(value: { readonly kind: string }, where: string): Entry {
  const { error } = ENTRY_SHAPES[value.kind as Entry["kind"]].safeParse(value);
  if (error === undefined) return value as Entry;
  const [{ path, message }] = error.issues;
  throw new Refusal(`${where}: ${value.kind}${path.map((key) => `.${String(key)}`).join("")}: ${message}`);
}

/** Throws a `Refusal` if a first line is not a head, or one of another schema. */
function checkSchema(value: unknown, file: string): void {
  const schema = isEntryLike(value) && value.kind === "head" && "schema" in value ? value.schema : undefined;
  if (typeof schema !== "object" || schema === null || !("name" in schema && "number" in schema))
    throw new Refusal(`${file}: line 1: expected the head of a journal, a JSON object of kind "head" with its schema`);
  const { name, number } = schema;
  if (name !== JOURNAL_SCHEMA.name || number !== JOURNAL_SCHEMA.number)
    throw new Refusal(
      `${file}: line 1: is of schema ${String(name)} ${String(number)}, ` +
        `and this version reads ${JOURNAL_SCHEMA.name} ${JOURNAL_SCHEMA.number}`,
    );
}

function isEntryLike(value: unknown): value is { readonly kind: string; readonly at: number } {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    typeof value.kind === "string" &&
    "at" in value &&
    typeof value.at === "number"
  );
}

/** Undefined for what is not JSON. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
