// Draws a transition table: as a mermaid state diagram for the eye, and as a Markdown table with every step and what is
// done on it. docs/controller.md is made of these, so it cannot say anything else than the tables do.

import type { Transition } from "./table.ts";

/** Any transition table, whatever its states. */
type AnyTable = { readonly [state: string]: { readonly [signal: string]: Transition<string, string> } };

/**
 * The table as the text of a mermaid `stateDiagram-v2`, beginning in its first state. Signals that lead from one state
 * to the same other share an arrow. What `without` names, signals or states, is not drawn, nor are steps that lead back
 * to where they began: `stepsOf` tells of both. All states are named first, since their order decides the layout.
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

/** Between states, so that the words on neighbouring arrows do not cover each other. */
const SPACIOUS = '%%{init: {"state": {"nodeSpacing": 70}}}%%';

/** Where one arrow or more leads from a state, with the signals of each. */
function arrowsFrom(table: AnyTable, from: string, without: readonly string[]): Map<string, string[]> {
  const arrows = new Map<string, string[]>();
  for (const [signal, { to }] of Object.entries(table[from])) {
    if (to === from || without.includes(signal) || without.includes(to)) continue;
    arrows.set(to, [...(arrows.get(to) ?? []), signal]);
  }
  return arrows;
}

/** mermaid takes no hyphen in the id of a state. */
function idOf(state: string): string {
  return state.replaceAll("-", "_");
}

/** Every step of the table as a Markdown table: state, signal, next state, what is done on the way. */
export function stepsOf(table: AnyTable): string {
  const rows = Object.entries(table).flatMap(([from, steps]) =>
    Object.entries(steps).map(([signal, { to, actions }]) => `| ${from} | ${signal} | ${to} | ${actions.join(", ")} |`),
  );
  return ["| in | on | to | doing |", "|---|---|---|---|", ...rows].join("\n");
}
