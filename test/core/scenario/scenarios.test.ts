// The scenarios that come with the program: sound, honest about their numbers, and one cluster in both experiments of
// the paper.

import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { check } from "../../../src/base/prelude/check.ts";
import { FAULT_KINDS, type FaultKind } from "../../../src/core/cluster/fault.ts";
import { noCounterpart } from "../../../src/live/crash-test/faults/faults.ts";
import { parseScenario, renderProblems } from "../../../src/core/scenario/parse.ts";
import { changed, scenarioOf, SMALL } from "./small.ts";

const FOLDER = resolve(import.meta.dirname, "../../../scenarios");
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));
const textOf = (file: string) => readFileSync(join(FOLDER, file), "utf8");

describe("the scenarios that come with the program", () => {
  test("were found", () => {
    expect(files.length).toBeGreaterThanOrEqual(5);
  });

  test.each(files)("%s is sound, opens with what it is, and is plain data", (file) => {
    const parsed = parseScenario(readFileSync(join(FOLDER, file)), file);
    if (!parsed.ok) throw new Error(renderProblems(parsed.problems));
    const { scenario } = parsed;
    expect(scenario.description).not.toBe("");
    expect(`${scenario.name}.yaml`).toBe(file);
    const again = JSON.parse(JSON.stringify(scenario)) as unknown;
    expect(JSON.stringify(again)).toBe(JSON.stringify(scenario));
    expect(again).toEqual(scenario);
  });
});

/** The kinds of faults that happen in this scenario, or may. */
function kindsIn(file: string): readonly FaultKind[] {
  const parsed = parseScenario(readFileSync(join(FOLDER, file)), file);
  check(parsed.ok, `${file} is sound`);
  const { faults, experiment } = parsed.scenario;
  const injected = experiment.kind === "crash-campaign" ? experiment.inject : [];
  return [...faults, ...injected].map(({ kind }) => kind);
}

describe("every kind of fault", () => {
  const shipped = new Set(files.flatMap(kindsIn));
  const onLab = new Set(files.filter((file) => file.startsWith("lab-")).flatMap(kindsIn));

  test.each(FAULT_KINDS)("%s is in a scenario that comes with the program", (kind) => {
    expect(shipped).toContain(kind);
  });

  test.each(FAULT_KINDS)("%s is in a scenario of the lab, if real machines have it", (kind) => {
    expect(onLab.has(kind)).toBe(noCounterpart(kind) === undefined);
  });
});

describe("the hash of a scenario", () => {
  test("does not change with comments or spacing", () => {
    const spaced = `# a comment\n${SMALL.replaceAll("{ ", "{   ").replaceAll("\n", "   # so\n")}\n\n`;
    expect(scenarioOf(spaced).hash).toBe(scenarioOf(SMALL).hash);
    expect(scenarioOf(SMALL.replaceAll("\n", "\r\n")).hash).toBe(scenarioOf(SMALL).hash);
  });
  test("changes with any value", () => {
    const others = [
      ["name: small", "name: other"],
      ["cpu: 4", "cpu: 5"],
      ["20s", "21s"],
      ["    web:", "    wob:"],
      ["home: right", "home: left"],
      ["1h", "2h"],
      ["memory: 2GB", "memory: 1GB"],
    ];
    const hashes = new Set(
      [SMALL, ...others.map(([from, to]) => changed(from, to))].map((text) => scenarioOf(text).hash),
    );
    expect(hashes.size).toBe(others.length + 1);
  });
});

type Paper = Record<"cluster" | "monitor" | "controller" | "actions" | "experiment", unknown>;

describe("the two experiments of the paper", () => {
  const [crash, reinstall] = ["paper-crash.yaml", "paper-reinstall.yaml"].map((file) => parse(textOf(file)) as Paper);

  test.each(["cluster", "monitor", "controller", "actions"] as const)("have the same %s", (part) => {
    expect(crash[part]).toBeDefined();
    expect(reinstall[part]).toEqual(crash[part]);
  });
  test("differ in what is tried", () => {
    expect(reinstall.experiment).not.toEqual(crash.experiment);
  });

  test.each(["paper-crash.yaml", "paper-reinstall.yaml"])(
    "say of every number in %s whether it is cited, derived or assumed",
    (file) => {
      const lines = textOf(file)
        .split("\n")
        .filter((line) => !line.startsWith("#"));
      const numbered = lines
        .map((line, i) => ({ line, i }))
        .filter(
          ({ line }) =>
            /(?<![A-Za-z\d])\d/.test(withoutComment(line)) && !/^(name|seed):/.test(line) && !/published:/.test(line),
        );
      expect(numbered.length).toBeGreaterThan(30);
      expect(numbered.filter(({ i }) => !isMarked(lines, i)).map(({ line }) => line)).toEqual([]);
    },
  );
});

const MARK = /#.*\b(cited|derived|assumed)\b/;
const withoutComment = (line: string): string => line.replace(/#.*$/, "");
const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The line itself, or a line above that holds it, has a mark. */
function isMarked(lines: readonly string[], i: number): boolean {
  if (MARK.test(lines[i])) return true;
  const above = lines.slice(0, i).findLastIndex((line) => line.trim() !== "" && indentOf(line) < indentOf(lines[i]));
  return above >= 0 && indentOf(lines[i]) > 0 && isMarked(lines, above);
}
