// What is said about a file that is none, and how problems are told: file, line, column, and what was expected.

import { describe, expect, test } from "vitest";
import { parseScenario, renderProblems } from "../../../src/core/scenario/parse.ts";
import { changed, extended, problemsOf, SMALL } from "./small.ts";
import { tell } from "./tell.ts";

test("the small scenario of these tests is sound", () => {
  expect(problemsOf(SMALL)).toEqual([]);
});

tell("what is no scenario at all", [
  ["an empty file", "", "x.yaml: is empty; expected a scenario (YAML)"],
  ["only comments", "# a\n# b\n", "x.yaml: has nothing but comments; expected a scenario (YAML)"],
  ["a list", "# a\n- b\n", "x.yaml:2:1: expected a mapping with name, cluster and experiment"],
  ["a scalar", "hello\n", "x.yaml:1:1: expected a mapping with name, cluster and experiment"],
  ["too much", "a".repeat(1_000_001), "x.yaml: has 1000001 bytes; expected a scenario (YAML) of at most 1000000"],
  ["two documents", extended("---", "a: 1"), "x.yaml:16:1: a second document begins here: expected one"],
]);

test("a file that is not text is told so", () => {
  expect(problemsOf(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1]))).toEqual([
    "x.yaml: is not text; expected a scenario (YAML, UTF-8)",
  ]);
  expect(problemsOf(new Uint8Array([0x61, 0x3a, 0x20, 0xc3, 0x28]))).toEqual([
    "x.yaml: is not text; expected a scenario (YAML, UTF-8)",
  ]);
});

describe("bad YAML is told where it is", () => {
  test("a tab as indentation", () => {
    expect(problemsOf(changed("    left", "\tleft"))[0]).toBe("x.yaml:4:1: a tab as indentation: YAML requires spaces");
  });
  test("a bracket that is not closed", () => {
    expect(problemsOf(changed("cpu: 4, memory: 8GB }", "cpu: 4, memory: 8GB"))).toEqual([
      expect.stringMatching(/^x\.yaml:[56]:\d+: /),
    ]);
    expect(problemsOf(changed("horizon: 1h }", "horizon: 1h"))).toEqual([
      "x.yaml:16:1: a bracket is still open here: expected a closing } before this",
    ]);
  });
  test("an alias of nothing", () => {
    expect(problemsOf(extended("monitor: *nobody"))).toEqual(["x.yaml:16:10: there is no &nobody before this"]);
  });
  test("aliases that grow without end are refused at once", () => {
    const bomb = [..."bcdefghij"].map(
      (letter, i) => `${letter}: &${letter} [${Array(10).fill(`*${"abcdefghij"[i]}`).join(", ")}]`,
    );
    expect(problemsOf(["a: &a [x, x, x]", ...bomb].join("\n"))).toEqual([
      expect.stringMatching(/^x\.yaml:1:1: cannot be unfolded/),
    ]);
    expect(problemsOf("a: &a [*a]\n")).toEqual([expect.stringMatching(/^x\.yaml:1:1: cannot be unfolded/)]);
  });
  test("but one host may be said three hundred times", () => {
    const many = Array.from({ length: 300 }, (_, i) => `    h${i}: *h\n`).join("");
    expect(problemsOf(changed("left: { cpu: 4, memory: 8GB }\n", `left: &h { cpu: 4, memory: 8GB }\n${many}`))).toEqual(
      [],
    );
  });
  test("nesting without end", () => {
    expect(problemsOf(`a: ${"- ".repeat(5000)}`)[0]).toMatch(/^x\.yaml:/);
  });
});

describe("keys that JavaScript takes for something else", () => {
  test("are refused wherever they stand", () => {
    expect(problemsOf(extended("__proto__: { a: 1 }"))).toEqual(["x.yaml:16:1: __proto__ is not allowed as a key"]);
    expect(problemsOf(changed("    mail:", "    __proto__:"))).toEqual([
      "x.yaml:13:5: __proto__ is not allowed as a key",
    ]);
    expect(problemsOf(extended("constructor: { prototype: 1 }"))).toEqual(['x.yaml:16:1: unknown key "constructor"']);
    expect(
      problemsOf(SMALL, ["__proto__.polluted=1", "cluster.constructor=1", "monitor={__proto__: {loss: 1}}"]),
    ).toHaveLength(3);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
  test("leave VMs with odd names alone", () => {
    expect(problemsOf(changed("    mail:", "    constructor:"))).toEqual([]);
  });
});

describe("problems are told together", () => {
  const five =
    changed("home: left, cpu: 1", "home: lefft, cpu: 1, prio: 3").replace(
      "cpu: 4, memory: 8GB }\n  types",
      "cpu: 4, memory: 8GB }\n  rules: { apart: [[web, ghost]] }\n  types",
    ) + "monitor: { interval: 15 }\nfaults:\n  - { kind: host-reboot, target: web, at: 1s }\n";

  test("five in one file, in the order of the file", () => {
    expect(problemsOf(five)).toEqual([
      "x.yaml:6:26: there is no VM ghost",
      'x.yaml:13:18: there is no host lefft (did you mean "left"?)',
      'x.yaml:13:33: unknown key "prio"',
      "x.yaml:17:22: 15 has no unit: write 15s, 15ms, 15m, 15h or 15d",
      "x.yaml:19:34: host-reboot affects a host; web is a VM",
    ]);
  });

  test("what only follows from another problem is not told", () => {
    expect(problemsOf(extended("faults: [{ kind: service-hang, target: web, att: 1s }]"))).toEqual([
      'x.yaml:16:45: unknown key "att" (did you mean "at"?)',
    ]);
    expect(problemsOf(extended("monitor: { retry: 8, patience: 7s }"))).toEqual([
      "x.yaml:16:19: 8 has no unit: write 8s, 8ms, 8m, 8h or 8d",
    ]);
  });

  test("each with its source line and a caret under the place", () => {
    const parsed = parseScenario(changed("home: left", "home: lefft").replaceAll("\n", "\r\n"), "x.yaml");
    expect(parsed.ok ? "" : renderProblems(parsed.problems)).toBe(
      'x.yaml:12:18: there is no host lefft (did you mean "left"?)\n' +
        "12 |     web: { home: lefft, cpu: 1, memory: 2GB }\n                      ^",
    );
  });
});
