// The journal as a format: what is documented is what there is, and what a reader does with what it does not know.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { JOURNAL_SCHEMA, type Entry } from "../../../src/core/journal/entry.ts";
import { readJournal } from "../../../src/core/journal/read-journal.ts";
import { ENTRY_SHAPES, journalJsonSchema } from "../../../src/core/journal/shapes.ts";
import { journalLine } from "../../../src/core/journal/write-journal.ts";
import { aHead, aJournal, expectInFormat } from "../../builders/journal.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../../docs/journal.md"), "utf8");
const KINDS = Object.keys(ENTRY_SHAPES);

describe("docs/journal.md", () => {
  const sections = [...PAGE.matchAll(/^### (\S+)\n([^#]*)/gm)];

  test("tells of every kind, and of none that there is not", () => {
    expect(sections.map(([, kind]) => kind)).toEqual(KINDS);
  });

  test.each(sections.map(([, kind, section]) => [kind, section] as const))(
    "shows a %s that is one",
    (kind, section) => {
      const examples = [...section.matchAll(/```json\n(.*)\n```/g)].map(([, line]) => JSON.parse(line) as Entry);
      expect(examples.map((entry) => entry.kind)).toEqual([kind]);
      expectInFormat(examples);
    },
  );
});

test("the JSON Schema has each kind, and leaves room for fields that are to come", () => {
  const { oneOf, anyOf } = journalJsonSchema() as Record<"oneOf" | "anyOf", { properties: Record<string, object> }[]>;
  const kinds = (oneOf ?? anyOf).map(({ properties }) => properties["kind"]);
  expect(kinds).toEqual(KINDS.map((kind) => expect.objectContaining({ const: kind }) as object));
  expect(JSON.stringify(journalJsonSchema())).not.toContain('"additionalProperties":false');
});

describe("a reader", () => {
  const lines = aJournal([{ kind: "service-back", at: aHead().at, subject: "vm/web" }]).map(journalLine);
  const text = (all: readonly string[]) => all.map((line) => `${line}\n`).join("");

  test("passes over kinds that it does not know, and counts them", () => {
    const journal = readJournal(text(lines.toSpliced(1, 0, '{"kind":"moon-rose","at":0}')), "j");
    expect([journal.entries.length, [...journal.unknown]]).toEqual([3, [["moon-rose", 1]]]);
  });

  test("keeps fields that it does not know", () => {
    const more = lines.map((line) => line.replace('"kind"', '"colour":"red","kind"'));
    expect(readJournal(text(more), "j").entries).toHaveLength(3);
  });

  test.each([
    ["is of another number", (head: string) => head.replace(`"number":${JOURNAL_SCHEMA.number}`, '"number":9'), /9/],
    ["is no head", () => '{"kind":"event","at":0}', /expected the head/],
    ["is not there", () => "", /expected the head/],
  ])("refuses in one line a journal whose head %s", (_, change, why) => {
    const read = () => readJournal(text([change(lines[0]), ...lines.slice(1)]), "j.jsonl");
    expect(read).toThrow(why);
    expect(read).toThrow(/^j\.jsonl: line 1: [^\n]+$/);
  });

  test("names line and field of an entry that is not as its kind should be", () => {
    const wrong = lines.map((line) => line.replace("vm/web", "web"));
    expect(() => readJournal(text(wrong), "j")).toThrow(/^j: line 2: service-back\.subject: /);
  });

  test("tells of a last line that is torn", () => {
    expect(readJournal(text(lines).slice(0, -5), "j")).toMatchObject({ torn: true, entries: { length: 2 } });
  });
});
