// Draws a transition table, as a mermaid state diagram and as a Markdown table of all transitions and their actions.
// docs/controller.md contains both, so it always agrees with the tables.

import type { Transition } from "./table.ts";

/** Any transition table, whatever its states. */
type AnyTable = { readonly [state: string]: { readonly [signal: string]: Transition<string, string> } };

/**
 * The table as the text of a mermaid `stateDiagram-v2`, beginning in its first state. Signals that lead from one state
 * to the same other state share an arrow. Signals and states in `without` are not drawn, nor are transitions to the
 * same state: `stepsOf` lists both. All states are declared first, since their order determines the layout.
 */
export function diagramOf(table: AnyTable, without: readonly string[] = []): string {
  const states = Object.keys(table).filter((state) => !without.includes(state));
  const named = states.map((state) => `  state "${state}" as ${idOf(state)}`);
  const arrows = states.flatMap((from) =>
    [...arrowsFrom(table, from, without)].map(
      ([to, signals]) => `  ${idOf(from)} --> ${idOf(to)}: ${signals.join(", ")}`,
    ),
  );
  return [SPACIOUS, "stateDiagram-v2", "  direction LR", ...named, `  [*] --> ${idOf(states[0])}`, ...arrows].join(
    "\n",
  );
}

/** Space between states, so that the labels of neighbouring arrows do not overlap. */
const SPACIOUS = '%%{init: {"state": {"nodeSpacing": 70}}}%%';

/** The arrows that leave a state: target state to signals. */
function arrowsFrom(table: AnyTable, from: string, without: readonly string[]): Map<string, string[]> {
  const arrows = new Map<string, string[]>();
  for (const [signal, { to }] of Object.entries(table[from])) {
    if (to === from || without.includes(signal) || without.includes(to)) continue;
    arrows.set(to, [...(arrows.get(to) ?? []), signal]);
  }
  return arrows;
}

/** The id of a state in mermaid, which accepts no hyphen there. */
function idOf(state: string): string {
  return state.replaceAll("-", "_");
}

/** Every transition as a row of a Markdown table: state, signal, next state, actions. */
export function stepsOf(table: AnyTable): string {
  const rows = Object.entries(table).flatMap(([from, steps]) =>
    Object.entries(steps).map(([signal, { to, actions }]) => `| ${from} | ${signal} | ${to} | ${actions.join(", ")} |`),
  );
  return ["| in | on | to | doing |", "|---|---|---|---|", ...rows].join("\n");
}
