// The JSON Schema for editors, and the reference for users: both know every key.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { SCENARIO_DEFAULTS } from "../../../src/core/scenario/defaults.ts";
import { scenarioJsonSchema } from "../../../src/core/scenario/json-schema.ts";
import { factsOf, FAULT_KINDS } from "../../../src/core/cluster/fault.ts";
import { ACTION_KINDS } from "../../../src/core/cluster/actions.ts";
import { scenarioOf } from "./small.ts";

type Schema = {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | false;
};

const schema = JSON.parse(JSON.stringify(scenarioJsonSchema())) as Schema & { $schema: string; required: string[] };
const reference = readFileSync(resolve(import.meta.dirname, "../../../docs/scenario.md"), "utf8");

/** Every key of the schema with its path. */
function keysOf(at: Schema, path: readonly string[] = []): { path: readonly string[]; key: string; schema: Schema }[] {
  const inner = Object.entries(at.properties ?? {}).flatMap(([key, schema]) => [
    { path, key, schema },
    ...keysOf(schema, [...path, key]),
  ]);
  const deeper = [at.items, at.additionalProperties].filter((each): each is Schema => typeof each === "object");
  return [...inner, ...deeper.flatMap((each) => keysOf(each, [...path, "*"]))];
}

const keys = keysOf(schema);

describe("the JSON Schema", () => {
  test("is of the draft of 2020-12, and of a mapping that allows no other keys", () => {
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(schema).toMatchObject({
      type: "object",
      additionalProperties: false,
      required: ["name", "cluster", "experiment"],
    });
  });
  test("describes each of its keys", () => {
    expect(keys.length).toBeGreaterThan(100);
    const bare = keys.filter(({ schema: each }) => each.description === undefined);
    expect(bare.map(({ path, key }) => [...path, key].join("."))).toEqual([]);
  });
});

describe("the reference", () => {
  test.each([...new Set(keys.map(({ key }) => key))])("knows %s", (key) => {
    expect(reference).toMatch(new RegExp(`\`[^\`\\n]*(?<![\\w-])${key}(?![\\w-])[^\`\\n]*\``));
  });
  test.each(ACTION_KINDS)("has a row for %s", (kind) => {
    expect(reference).toContain(`\n| \`${kind}\` |`);
  });
  test.each(FAULT_KINDS)(
    "has a row for %s: what happens, what heals it, and how it is done on real machines",
    (kind) => {
      const row = reference.split("\n").find((line) => line.startsWith(`| \`${kind}\` |`));
      const cells = row?.split("|").map((cell) => cell.trim()) ?? [];
      expect(cells[2]?.startsWith(factsOf(kind).what), `docs/scenario.md: | \`${kind}\` | ${factsOf(kind).what}`).toBe(
        true,
      );
      expect(cells.slice(3, 5).every((cell) => cell.length > 3)).toBe(true);
      expect(cells).toHaveLength(6);
    },
  );
  test("tells the default of every action, and of every single value of monitor, controller and crew", () => {
    const controller = Object.entries(SCENARIO_DEFAULTS.controller).filter(([, value]) => typeof value !== "object");
    const rows = [
      ...Object.entries({ ...SCENARIO_DEFAULTS.actions, ...SCENARIO_DEFAULTS.monitor, ...SCENARIO_DEFAULTS.crew }),
      ...controller,
    ];
    expect(
      rows.filter(([key, value]) => !reference.includes(`\n| \`${key}\` | ${String(value)} |`)).map(([key]) => key),
    ).toEqual([]);
  });
  test("has an example that is a sound scenario", () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(reference)?.[1] ?? "";
    const scenario = scenarioOf(example);
    expect(scenario.site.vms.map(({ name, home }) => `${name} on ${home}`)).toEqual([
      "web1 on alfa01",
      "web2 on alfa02",
      "store on alfa02",
    ]);
    expect(scenario.faults).toHaveLength(3);
  });
});
