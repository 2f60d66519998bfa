// `3rc sweep`: how results change when one value at a time is varied. Writes only its table, to stdout.

import { oneAtATime, readFactor, type Factor, type SweepRun } from "../../../../study/experiment/sweep.ts";
import type { Problem } from "../../../../core/scenario/parse.ts";
import type { Scenario } from "../../../../core/scenario/scenario.ts";
import { codeOfSignal, EXIT } from "../../exit.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { interruptibly } from "../../terminal/interrupts.ts";
import { whileRunning } from "../../terminal/report-error.ts";
import { loadScenario, printRemarks } from "../../load-scenario.ts";
import { sayMadeBy } from "../../made-by.ts";
import { performExperiment } from "../../../../study/runners/perform.ts";
import { progress } from "../../terminal/progress.ts";
import { lineWidth } from "../../terminal/width.ts";
import { sweepCsv, sweepJson, sweepText, type SweptRun } from "./sweep-table.ts";
import { sizeOverrides } from "../../with-options.ts";
import { withSeed } from "../../../../core/scenario/scenario.ts";
import { print, printError } from "../../terminal/print.ts";

export type SweepOptions = {
  readonly vary: readonly string[];
  readonly seed?: string;
  readonly trials?: number;
  readonly replications?: number;
  readonly workers: number;
  readonly set: readonly string[];
  readonly json?: true;
  readonly csv?: true;
  readonly quiet?: true;
};

type Job = { readonly run: SweepRun; readonly scenario: Scenario };

export async function sweep(file: string, options: SweepOptions): Promise<void> {
  if (options.json && options.csv) throw new Refusal("--json and --csv: choose one");
  if (options.vary.length === 0)
    throw new Refusal("nothing to vary: expected --vary path=value,value…, as --vary controller.fall=2,4");
  const jobs = prepare(file, options);
  await interruptibly(async (interrupt) => {
    const swept = await runAll(jobs, options, interrupt);
    if (swept === undefined) {
      printError("interrupted: no table\n");
      process.exitCode = codeOfSignal(interrupt.reason);
      return;
    }
    sayMadeBy(jobs[0].scenario);
    print(options.json ? sweepJson(swept) : options.csv ? sweepCsv(swept) : sweepText(swept, lineWidth()));
    process.exitCode = verdict(swept);
  });
}

/** Checks every run before the first begins. */
function prepare(file: string, options: SweepOptions): Job[] {
  const { scenario } = loadScenario(file, options.set);
  if (scenario.experiment.kind === "incident")
    throw new Refusal(
      `${file}: is an incident, which has no figures to compare; expected a crash-campaign or an availability study`,
    );
  const sizes = sizeOverrides(scenario, options);
  if ((options.trials ?? options.replications) !== undefined && sizes.length === 0)
    throw new Refusal(
      `${file}: is of kind ${scenario.experiment.kind}, which has no ` +
        `${options.trials === undefined ? "--replications" : "--trials"}`,
    );
  const problems: string[] = [];
  const jobs: Job[] = [];
  const remarks: Problem[] = [];
  for (const run of oneAtATime(factorsOf(options.vary), [...options.set, ...sizes])) {
    try {
      const loaded = loadScenario(file, run.overrides);
      remarks.push(...loaded.remarks);
      jobs.push({ run, scenario: withSeed(loaded.scenario, options.seed) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new Refusal(problems.join("\n\n"));
  if (options.quiet !== true) printRemarks(remarks);
  return jobs;
}

function factorsOf(vary: readonly string[]): Factor[] {
  const factors: Factor[] = [];
  const problems: string[] = [];
  for (const text of vary) {
    const factor = readFactor(text);
    if (typeof factor === "string") problems.push(`--vary ${factor}`);
    else factors.push(factor);
  }
  if (problems.length > 0) throw new Refusal(problems.join("\n"));
  return factors;
}

/** Undefined if it was interrupted. */
async function runAll(
  jobs: readonly Job[],
  options: SweepOptions,
  signal: AbortSignal,
): Promise<SweptRun[] | undefined> {
  const line = progress("runs", jobs.length, options.quiet === true);
  const swept: SweptRun[] = [];
  for (const { run, scenario } of jobs) {
    const performed = await whileRunning(scenario, () =>
      performExperiment(scenario, { workers: options.workers, done: [], onProgress: () => {}, signal }),
    );
    if (performed.kind === "unfinished" || performed.kind === "incident") break;
    swept.push({ run, summary: performed.summary });
    line.show(swept.length);
  }
  line.end();
  return swept.length === jobs.length ? swept : undefined;
}

/** As for a single run: a violated invariant fails the sweep; a defect of 3rc in a trial takes precedence. */
function verdict(swept: readonly SweptRun[]): number {
  const named = ({ run }: SweptRun) => (run.path === null ? "as it is" : `${run.path}=${run.value}`);
  const broken = swept.filter(({ summary }) => Object.keys(summary.violations).length > 0);
  const defective = swept.filter(
    ({ summary }) => summary.experiment === "crash-campaign" && (summary.outcomes.error ?? 0) > 0,
  );
  for (const each of broken)
    printError(
      `${named(each)}: invariants of the world were violated: ${Object.keys(each.summary.violations).join(", ")}\n`,
    );
  for (const each of defective) printError(`${named(each)}: trials ended in a defect of 3rc\n`);
  if (defective.length > 0) return EXIT.defect;
  return broken.length > 0 ? EXIT.verdict : EXIT.ok;
}
