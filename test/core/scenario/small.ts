// A small sound scenario for tests, and what is said about a change of it.

import { inOneLine, parseScenario, renderProblems } from "../../../src/core/scenario/parse.ts";
import type { Scenario } from "../../../src/core/scenario/scenario.ts";

export const SMALL = `name: small
cluster:
  hosts:
    left: { cpu: 4, memory: 8GB }
    right: { cpu: 4, memory: 8GB }
  types:
    node:
      boot: { system: 20s }
      service: { web: 10s }
      install: { download: 1GB }
  vms:
    web: { home: left, cpu: 1, memory: 2GB }
    mail: { home: right, cpu: 1, memory: 2GB }
experiment:
  incident: { horizon: 1h }
`;

/** The small scenario with a piece of its text replaced. */
export function changed(from: string, to: string): string {
  if (!SMALL.includes(from)) throw new Error(`the small scenario has no "${from}"`);
  return SMALL.replace(from, to);
}

/** The small scenario with lines at its end; the first of them is line 16. */
export function extended(...lines: readonly string[]): string {
  return `${SMALL}${lines.join("\n")}\n`;
}

/** The small scenario with lines put into its cluster; the first of them is line 14. */
export function inCluster(...lines: readonly string[]): string {
  return changed("experiment:", `${lines.map((line) => `  ${line}\n`).join("")}experiment:`);
}

/** Each problem as it is printed, without its source line and caret. */
export function problemsOf(text: string | Uint8Array, overrides: readonly string[] = []): readonly string[] {
  const parsed = parseScenario(text, "x.yaml", overrides);
  return parsed.ok ? [] : parsed.problems.map((problem) => renderProblems([problem]).split("\n")[0]);
}

export function scenarioOf(text: string | Uint8Array, overrides: readonly string[] = []): Scenario {
  const parsed = parseScenario(text, "x.yaml", overrides);
  if (!parsed.ok) throw new Error(renderProblems(parsed.problems));
  return parsed.scenario;
}

/** Each remark about a sound scenario as it is printed. */
export function remarksOn(text: string, overrides: readonly string[] = []): readonly string[] {
  const parsed = parseScenario(text, "x.yaml", overrides);
  if (!parsed.ok) throw new Error(renderProblems(parsed.problems));
  return parsed.remarks.map(inOneLine);
}
