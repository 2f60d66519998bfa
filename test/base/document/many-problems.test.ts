// Every problem of a text costs as much as the first, and a hundred are reported.

import { expect, test } from "vitest";
import { renderProblems, type Problem } from "../../../src/base/document/problem.ts";
import type { Issue } from "../../../src/base/document/shape-problems.ts";
import { soundPart, unlessFollowing } from "../../../src/base/document/sound-part.ts";
import { parseScenario } from "../../../src/core/scenario/parse.ts";

/** A mapping with that many wrong values, which counts how often its keys are read. */
function wrongs(count: number): { value: unknown; issues: readonly Issue[]; reads: () => number } {
  let reads = 0;
  const counted = (target: object): object =>
    new Proxy(target, {
      ownKeys(inside) {
        reads++;
        return Reflect.ownKeys(inside);
      },
    });
  const keys = Array.from({ length: count }, (_, i) => `key${i}`);
  const value = counted(Object.fromEntries(keys.map((key) => [key, counted({ wrong: 1, right: 2 })])));
  const issues = keys.map((key): Issue => ({ code: "custom", path: [key, "wrong"], message: "", input: 1 }));
  return { value, issues, reads: () => reads };
}

test.each([10, 1000])("%d bad parts are all removed by reading each mapping once", (count) => {
  const { value, issues, reads } = wrongs(count);
  const rest = soundPart(value, issues) as Record<string, unknown>;
  expect(reads()).toBe(count + 1);
  expect(Object.values(rest)).toEqual(Array.from({ length: count }, () => ({ right: 2 })));
});

test("only problems that are not consequences of a removed part or a wrong value are reported", () => {
  const told: string[] = [];
  const issues: readonly Issue[] = [
    { code: "custom", path: ["a", "b", "c"], message: "", input: 1 },
    { code: "unrecognized_keys", path: ["x", "y"], keys: ["z"], message: "", input: {} },
  ];
  const complain = unlessFollowing(issues, (path) => told.push(path.join(".")));
  for (const path of ["", "a", "a.b", "a.b.c", "a.b.d", "a.b.d.e", "a.e", "x", "x.y", "x.y.w", "x.v"])
    complain(path === "" ? [] : path.split("."), "wrong");
  expect(told).toEqual(["a.b.d.e", "a.e", "x.y.w", "x.v"]);
});

test("a hundred problems are reported, and the number of the others", () => {
  const problem = (message: string): Problem => ({ file: "x.yaml", line: 1, column: 1, source: "a: b", message });
  const lines = (count: number) =>
    renderProblems(Array.from({ length: count }, (_, i) => problem(`problem ${i}`))).split("\n");
  expect(lines(100).length).toBe(300);
  expect(lines(1334).length).toBe(301);
  expect(lines(1334).at(-1)).toBe("and 1,234 more");
});

test("problems in a scenario that are not reported are all counted", () => {
  const vms = Array.from({ length: 500 }, (_, i) => `    vm${i}: 3\n`).join("");
  const parsed = parseScenario(`name: x\ncluster:\n  vms:\n${vms}`, "x.yaml");
  const told = parsed.ok ? [] : renderProblems(parsed.problems).split("\n");
  expect(told.filter((line) => line.startsWith("x.yaml:")).length).toBe(100);
  expect(told.at(-1)).toMatch(/^and 4\d\d more$/);
});
