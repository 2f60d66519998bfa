// Scenarios and inventories are standard YAML: whoever reads one with another reader, of YAML 1.1 or 1.2, gets the
// value that 3RC gets. And what editors check them against, the JSON Schemas, says the same as the program.

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { load } from "js-yaml";
import { safeLoad } from "js-yaml-1.1";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readDocument } from "../../../src/base/document/document.ts";
import { check } from "../../../src/base/prelude/check.ts";
import { scenarioJsonSchema } from "../../../src/core/scenario/json-schema.ts";
import { inventoryJsonSchema } from "../../../src/live/inventory/json-schema.ts";
import { parseInventory } from "../../../src/live/inventory/parse.ts";
import { expectAccepted } from "../../builders/accepted.ts";
import { inventoryText } from "../../builders/inventory.ts";
import { changed, problemsOf, scenarioOf, SMALL } from "./small.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const MODELINE = "# yaml-language-server: $schema=schema.json\n";

/** Texts by what they are: shipped scenarios, and what documents show as YAML. */
const texts = new Map([...shipped(), ...snippets()]);

function shipped(): [string, string][] {
  const folder = join(ROOT, "scenarios");
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return files.map((name) => [`scenarios/${name}`, readFileSync(join(folder, name), "utf8")]);
}

function snippets(): [string, string][] {
  const documents = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", ...documents.map((name) => `docs/${name}`)].flatMap((path) => {
    const found = [...readFileSync(join(ROOT, path), "utf8").matchAll(/^( *)```yaml\n([\s\S]*?)^ *```/gm)];
    return found.map(([, indent, text], i): [string, string] => [
      `${path}, example ${i + 1}`,
      text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    ]);
  });
}

function ours(text: string): unknown {
  const read = readDocument(text, "x.yaml");
  check("value" in read && read.problems.length + read.words.length === 0, () => JSON.stringify(read));
  return read.value;
}

const OTHERS: Readonly<Record<string, (text: string) => unknown>> = {
  "js-yaml 4, YAML 1.2": (text) => load(text),
  "js-yaml 3, YAML 1.1": (text) => safeLoad(text),
  "yaml, strict YAML 1.1": (text) => parse(text, { version: "1.1", merge: true }) as unknown,
};

describe.each(Object.entries(OTHERS))("read by %s", (_, read) => {
  test.each([...texts])("%s has the same value", (_name, text) => {
    expect(read(text)).toEqual(ours(text));
  });
  test("an inventory for tests has the same value", () => {
    const text = inventoryText("/tmp/x");
    expect(read(text)).toEqual(ours(text));
  });
});

test("scenarios and examples of documents were found", () => {
  expect(texts.size).toBeGreaterThanOrEqual(14);
});

/** What a text is, by what only such a file has. */
function kindOf(value: unknown): "scenario" | "inventory" | "part" {
  const keys = Object.keys(value as object);
  return keys.includes("experiment") ? "scenario" : keys.includes("allow") ? "inventory" : "part";
}

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const validators = { scenario: ajv.compile(scenarioJsonSchema()), inventory: ajv.compile(inventoryJsonSchema()) };

function objections(validator: ValidateFunction, value: unknown): unknown {
  return validator(value) ? [] : validator.errors;
}

describe("the JSON Schema", () => {
  test.each([...texts].filter(([, text]) => kindOf(ours(text)) !== "part"))("allows %s", (_, text) => {
    const value = ours(text);
    const kind = kindOf(value);
    expect(objections(kind === "inventory" ? validators.inventory : validators.scenario, value)).toEqual([]);
    if (kind === "inventory") expect(parseInventory(text, "x.yaml", "/site").ok).toBe(true);
    else expect(problemsOf(text)).toEqual([]);
  });
  test("refuses a key that there is not", () => {
    expect(objections(validators.scenario, ours(changed("home: left", "homm: left")))).not.toEqual([]);
    expect(objections(validators.inventory, { ...(ours(inventoryText("/tmp/x")) as object), more: 1 })).not.toEqual([]);
  });
  test("has defaults, descriptions and examples", () => {
    const text = JSON.stringify(scenarioJsonSchema());
    for (const part of ['"default":"15s"', '"examples":["90s"', '"description":"cores"']) expect(text).toContain(part);
    expect(JSON.stringify(inventoryJsonSchema())).toContain('"default":"qemu:///system"');
  });
  test("of scenarios lies beside them, for editors", () => {
    expectAccepted("scenarios/schema.json", `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
  });
});

describe("the line for editors", () => {
  test.each(shipped())("opens %s", (_, text) => {
    expect(text.startsWith(MODELINE)).toBe(true);
  });
  test("is no part of what describes a scenario", () => {
    expect(scenarioOf(`${MODELINE}# What it shows.\n${SMALL}`).description).toBe("What it shows.");
  });
});

test("a scenario may be JSON", () => {
  const json = JSON.stringify(ours(SMALL), null, 2);
  expect(scenarioOf(json)).toEqual(scenarioOf(SMALL));
  expect(problemsOf(json.replace('"left"', '"lefft"')).length).toBeGreaterThan(0);
});

describe("what another reader would take for something else is refused", () => {
  test.each([
    ["home: left", "home: on", "true"],
    ["name: small", "name: no", "false"],
    ["name: small", "name: y", "true"],
    ["1h }", "1h, clock: 9:30 }", "the number 570"],
    ["name: small", "name: small\nseed: 010", "a number in base 8"],
    ["name: small", "name: small\nseed: 1_000", "a number"],
    ["name: small", "name: small\nseed: 2026-11-28", "a date"],
    ["    web:", "    off:", "false"],
  ])("%s becoming %s", (from, to, meaning) => {
    const said = problemsOf(changed(from, to)).join("\n");
    if (to !== "home: on" && !to.includes("9:30")) expect(said).toContain(`as ${meaning}: write it in quotes`);
    expect(said).not.toBe("");
  });
  test("and in quotes it is text", () => {
    expect(problemsOf(changed("name: small", 'name: "no"'))).toEqual([]);
    expect(scenarioOf(SMALL, ['seed="010"']).seed).toBe("010");
    expect(problemsOf(SMALL, ["seed=010"])[0]).toContain("YAML 1.1 reads 010 as a number in base 8");
  });
});

describe("a sign of ours that YAML takes for its own is told with the quoted form", () => {
  test("a comma of a distribution", () => {
    expect(problemsOf(changed("{ system: 20s }", "{ system: normal(20s, 2s), more: 1s }"))).toEqual([
      'x.yaml:8:23: a comma ends a value inside { }: write the distribution in quotes, "normal(20s, 2s)"',
    ]);
    expect(problemsOf(SMALL, ["actions.stop-vm={ takes: normal(2s, 1s) }"])[0]).toContain(
      'write the distribution in quotes, "normal(2s, 1s)"',
    );
  });
  test("and whatever else is wrong with it", () => {
    expect(problemsOf(changed("{ system: 20s }", "{ system: normal(20s, 2), more: 1 }"))).toEqual([
      'x.yaml:8:23: a comma ends a value inside { }: write the distribution in quotes, "normal(20s, 2)"',
      "x.yaml:8:35: 2 has no unit: write 2s, 2ms, 2m, 2h or 2d",
      "x.yaml:8:45: 1 has no unit: write 1s, 1ms, 1m, 1h or 1d",
    ]);
  });
  test("the brackets of a range", () => {
    const said = 'a bracket begins a list inside { } and [ ]: write the range of names in quotes, "left[1..2]"';
    expect(problemsOf(changed("home: left", "home: [left[1..2]]"))).toEqual([`x.yaml:12:19: ${said}`]);
    expect(problemsOf(changed("home: left", "home: left[1..2]"))).toEqual([`x.yaml:12:18: ${said}`]);
  });
  test("the colon of a weight", () => {
    const said = "a colon and a space end a value: write weights with *, as mixture(0.9 * 10s, 0.1 * 2h)";
    expect(problemsOf(changed("{ system: 20s }", "\n        system: mixture(0.9: 1s, 0.1: 2s)"))).toEqual([
      `x.yaml:9:17: ${said}`,
    ]);
    expect(problemsOf(changed("{ system: 20s }", '{ system: "mixture(0.9: 1s, 0.1: 2s)" }'))).toEqual([
      "x.yaml:8:32: expected weight * distribution, as mixture(0.9 * 10s, 0.1 * 2h)",
    ]);
  });
});
