// The three tables as tables: complete, without dead ends, and documented above the code.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CONTROLLER_STATES } from "../../../src/core/controller/state-machines/controller-states.ts";
import { controllerTable } from "../../../src/core/controller/state-machines/controller-table.ts";
import { diagramOf, stepsOf } from "../../../src/core/controller/state-machines/diagram.ts";
import { HOST_STATES } from "../../../src/core/controller/state-machines/host-states.ts";
import { hostTable } from "../../../src/core/controller/state-machines/host-table.ts";
import type { Transition } from "../../../src/core/controller/state-machines/table.ts";
import { VM_STATES } from "../../../src/core/controller/state-machines/vm-states.ts";
import { vmTable } from "../../../src/core/controller/state-machines/vm-table.ts";
import { expectAcceptedParts } from "../../builders/accepted.ts";

type AnyTable = { readonly [state: string]: { readonly [signal: string]: Transition<string, string> } };
type Machine = {
  readonly name: string;
  readonly table: AnyTable;
  readonly states: readonly string[];
  readonly file: string;
};

const MACHINES: readonly Machine[] = [
  { name: "a VM", table: vmTable, states: VM_STATES, file: "vm-table.ts" },
  { name: "a host", table: hostTable, states: HOST_STATES, file: "host-table.ts" },
  { name: "the controller", table: controllerTable, states: CONTROLLER_STATES, file: "controller-table.ts" },
];

/** States that nothing leads out of. There are none: even a VM handed over to a human is taken back when it answers. */
const ENDS: readonly string[] = [];

describe.each(MACHINES)("the table of $name", ({ table, states, file }) => {
  const source = readFileSync(`src/core/controller/state-machines/${file}`, "utf8");
  const steps = Object.values(table).flatMap((signals) => Object.values(signals));

  test("lists the states in their order", () => {
    expect(Object.keys(table)).toEqual(states);
  });

  test("reaches every state from the first", () => {
    const reached = new Set([states[0]]);
    for (const state of reached) for (const { to } of Object.values(table[state])) reached.add(to);
    expect([...reached].toSorted()).toEqual([...states].toSorted());
  });

  test("leads out of every state, so that none is the end", () => {
    const ends = states.filter((state) => Object.values(table[state]).every(({ to }) => to === state));
    expect(ends).toEqual(ENDS);
  });

  test("leads back to its first state from every state", () => {
    const home = new Set([states[0]]);
    for (let before = 0; before < home.size;) {
      before = home.size;
      for (const state of states) if (Object.values(table[state]).some(({ to }) => home.has(to))) home.add(state);
    }
    expect([...home].toSorted()).toEqual([...states].toSorted());
  });

  test("says of every state, above its facts, what it means", () => {
    const rows = readFileSync(`src/core/controller/state-machines/${file.replace("-table", "-states")}`, "utf8");
    const told = [...rows.matchAll(/\*\/\n((?: {2}"?[a-z-]+"?: (?:row\(|\{).*\n)+)/g)].flatMap(([, lines]) =>
      [...lines.matchAll(/^ {2}"?([a-z-]+)"?:/gm)].map(([, state]) => state),
    );
    expect(told).toEqual(states);
  });

  test("uses every action and every signal that it declares, and no other", () => {
    expect([...new Set(steps.flatMap(({ actions }) => actions))].toSorted()).toEqual(declared(source, "Action"));
    expect([...new Set(Object.values(table).flatMap((signals) => Object.keys(signals)))].toSorted()).toEqual(
      declared(source, "Signal"),
    );
  });
});

/** The literals of the type whose name ends so. */
function declared(source: string, ending: string): string[] {
  const code = source.replaceAll(/\/\*\*.*?\*\//gs, "");
  const type = new RegExp(`export type \\w+${ending} =([^;]*);`).exec(code)?.[1] ?? "";
  return [...type.matchAll(/"([^"]+)"/g)].map(([, literal]) => literal).toSorted();
}

const fenced = (diagram: string) => `\`\`\`mermaid\n${diagram}\n\`\`\``;

test("docs/controller.md shows the tables as they are", () => {
  expectAcceptedParts("docs/controller.md", {
    "diagram of a VM": fenced(
      diagramOf(vmTable, ["resting", "blocked", "host-lost", "interrupted", "undelivered", "lost", "release"]),
    ),
    "diagram of a host": fenced(diagramOf(hostTable, ["resting", "interrupted", "confirm-dead"])),
    "diagram of the controller": fenced(diagramOf(controllerTable)),
    "steps of a VM": stepsOf(vmTable),
    "steps of a host": stepsOf(hostTable),
    "steps of the controller": stepsOf(controllerTable),
  });
});

describe("a diagram", () => {
  const table = {
    well: {
      cough: { to: "not-well", actions: [] },
      sneeze: { to: "not-well", actions: ["rest"] },
      sing: { to: "well", actions: ["listen"] },
    },
    "not-well": {
      sleep: { to: "well", actions: ["rest", "drink"] },
      shot: { to: "well", actions: [] },
      worsen: { to: "away", actions: [] },
    },
    away: { worsen: { to: "away", actions: [] } },
  };

  test("shares an arrow among signals to the same state; omits the given signals and those that lead nowhere", () => {
    expect(diagramOf(table, ["shot", "away"]).split("\n").slice(1)).toEqual([
      "stateDiagram-v2",
      "  direction LR",
      '  state "well" as well',
      '  state "not-well" as not_well',
      "  [*] --> well",
      "  well --> not_well: cough, sneeze",
      "  not_well --> well: sleep",
    ]);
  });

  test("has every step in its table, with what is done on it", () => {
    expect(stepsOf(table).split("\n").slice(2)).toEqual([
      "| well | cough | not-well |  |",
      "| well | sneeze | not-well | rest |",
      "| well | sing | well | listen |",
      "| not-well | sleep | well | rest, drink |",
      "| not-well | shot | well |  |",
      "| not-well | worsen | away |  |",
      "| away | worsen | away |  |",
    ]);
  });
});
