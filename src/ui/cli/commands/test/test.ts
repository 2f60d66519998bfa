// `3rc test`: runs scenarios in parallel and judges what they expect, one line each; of one that fails also what was
// missed, and an incident's trace around it.

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../../../base/platform/files.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import type { Scenario } from "../../../../core/scenario/scenario.ts";
import { testScenarios, type TestedScenario } from "../../../../study/runners/test-scenarios.ts";
import { codeOfSignal, EXIT } from "../../exit.ts";
import { loadScenario } from "../../load-scenario.ts";
import { onEveryFile } from "../../read-input.ts";
import { interruptibly } from "../../terminal/interrupts.ts";
import { print, printError } from "../../terminal/print.ts";
import { verdictOn } from "../../verdict.ts";
import { junitXml } from "./junit.ts";
import type { ScenarioResult } from "./scenario-result.ts";
import { listedVerdict } from "../../../report/text/verdict-words.ts";

export type TestOptions = {
  readonly workers: number;
  readonly set: readonly string[];
  readonly json?: true;
  readonly junit?: string;
};

export async function test(paths: readonly string[], options: TestOptions): Promise<void> {
  const files = paths.flatMap(filesIn);
  const loaded = onEveryFile(files, (file) => ({ file, scenario: loadScenario(file, options.set).scenario }));
  const expecting = loaded.filter(({ scenario }) => expects(scenario));
  await interruptibly(async (interrupt) => {
    const scenarios = expecting.map(({ scenario }) => scenario);
    const tested = await testScenarios(scenarios, options.workers, interrupt);
    if (interrupt.aborted) {
      process.exitCode = codeOfSignal(interrupt.reason);
      return;
    }
    const results = loaded.map((each) => resultOf(each, tested[expecting.indexOf(each)]));
    if (options.junit !== undefined) writeWhole(options.junit, junitXml(results));
    print(options.json === true ? `${JSON.stringify(results.map(jsonOf), null, 2)}\n` : textOf(results));
    process.exitCode = codeOf(results);
  });
}

type Loaded = { readonly file: string; readonly scenario: Scenario };

function expects({ expect }: Scenario): boolean {
  return expect.incident.length + expect.figures.length > 0;
}

/** The file, or all YAML files in the folder and its sub-folders, in the order of their names. */
function filesIn(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => /\.ya?ml$/.test(name));
  if (names.length === 0) throw new Refusal(`${path}: has no scenarios (*.yaml)`);
  return names.sort().map((name) => join(path, name));
}

function resultOf({ file, scenario }: Loaded, tested: TestedScenario | undefined): ScenarioResult {
  if (tested === undefined) return { file, scenario, outcome: "unjudged", because: [], tested };
  const { code, because } = verdictOn([tested.summary]);
  const outcome = code === EXIT.ok ? "held" : code === EXIT.incomplete ? "unknown" : "missed";
  return { file, scenario, outcome, because, tested };
}

function codeOf(results: readonly ScenarioResult[]): number {
  const has = (outcome: ScenarioResult["outcome"]) => results.some((result) => result.outcome === outcome);
  if (has("missed")) return EXIT.verdict;
  if (has("unknown")) return EXIT.incomplete;
  if (has("held")) return EXIT.ok;
  printError("No scenario here expects anything: nothing was judged.\n");
  return EXIT.usage;
}

const listed = (outcome: ScenarioResult["outcome"]) => (outcome === "unjudged" ? outcome : listedVerdict(outcome));

function textOf(results: readonly ScenarioResult[]): string {
  const lines = results.flatMap(({ file, outcome, because, tested }) => [
    `${listed(outcome).padEnd(11)}  ${file}`,
    ...because.map((line) => `             ${line}`),
    ...(tested?.trace ?? []).map((line) => `             | ${line}`),
  ]);
  const count = (outcome: ScenarioResult["outcome"]) => results.filter((result) => result.outcome === outcome).length;
  const counts = (["held", "missed", "unknown", "unjudged"] as const)
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `${count(outcome)} ${listed(outcome).toLowerCase()}`);
  return `${[...lines, counts.join(", ")].join("\n")}\n`;
}

function jsonOf({ file, scenario, outcome, tested, because }: ScenarioResult): object {
  const { name, hash, seed } = scenario;
  const expectations = tested?.summary.expectations ?? [];
  return { file, scenario: { name, hash, seed }, outcome, because, expectations, trace: tested?.trace ?? [] };
}
