// `3rc run`: runs the experiment of each scenario and writes a result folder for each.

import { capacityAtAGlance } from "../../../../core/capacity/in-words.ts";
import { basename, join } from "node:path";
import type { Scenario } from "../../../../core/scenario/scenario.ts";
import type { Problem } from "../../../../core/scenario/parse.ts";
import {
  dropCheckpoint,
  loadCheckpoint,
  refuseOther,
  refuseUnfinished,
  saveCheckpoint,
  type Identity,
} from "../../../../study/results/checkpoint.ts";
import { codeOfSignal, EXIT } from "../../exit.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { refuseForeign } from "../../../../study/results/foreign.ts";
import { interruptibly } from "../../terminal/interrupts.ts";
import { whileRunning } from "../../terminal/report-error.ts";
import { loadScenario, printRemarks } from "../../load-scenario.ts";
import { onEveryFile } from "../../read-input.ts";
import { madeBy } from "../../made-by.ts";
import { RESULT } from "../../../../study/results/manifest.ts";
import { performExperiment, progressParts, type Performed } from "../../../../study/runners/perform.ts";
import { progress } from "../../terminal/progress.ts";
import { holdFolders, prepareOut, clearHalfWritten, writeListed } from "../../../../study/results/result-folder.ts";
import type { RunCommandOptions } from "./options.ts";
import { commandLine } from "../../terminal/shell-word.ts";
import { lineWidth } from "../../terminal/width.ts";
import { verdictOn } from "../../verdict.ts";
import { VERSION } from "../../../../base/platform/version.ts";
import { sizeOverrides } from "../../with-options.ts";
import { withSeed } from "../../../../core/scenario/scenario.ts";
import { print, printError } from "../../terminal/print.ts";

/** One scenario to run, already checked. */
type Job = {
  readonly file: string;
  readonly text: string;
  readonly scenario: Scenario;
  readonly overrides: readonly string[];
  readonly remarks: readonly Problem[];
};

export async function run(files: readonly string[], options: RunCommandOptions): Promise<void> {
  if (options.resume === true && options.fresh === true) throw new Refusal("--resume, --fresh: expected one of them");
  if (options.live !== undefined) return runOnMachines(files, options.live, options);
  if (options.dryRun === true || options.yes !== undefined) throw new Refusal("--dry-run and --yes belong to --live");
  const jobs = prepare(files, options);
  if (options.quiet !== true) printRemarks(jobs.flatMap(({ remarks }) => remarks));
  await interruptibly(async (interrupt) => {
    const letGo = prepareFolders(
      options,
      jobs.map(({ scenario }) => scenario.name),
    );
    try {
      const done: Done[] = [];
      for (const job of jobs) {
        const performed = await runOne(job, options, interrupt);
        if (performed === undefined) return;
        done.push({ performed, scenario: job.scenario });
      }
      await tell(done, options);
    } finally {
      letGo();
    }
  });
}

/** Holds the result folders until the returned function is called. */
function prepareFolders({ out, resume, fresh }: RunCommandOptions, names: readonly string[]): () => void {
  for (const name of names) {
    const checkpoint = checkpointOf(out, name);
    refuseForeign(join(out, name), RESULT);
    refuseOther(checkpoint);
    if (resume !== true && fresh !== true) refuseUnfinished(checkpoint);
  }
  prepareOut(out);
  const letGo = holdFolders(out, names);
  clearHalfWritten(out, names);
  if (fresh === true) for (const name of names) dropCheckpoint(checkpointOf(out, name));
  return letGo;
}

async function runOnMachines(files: readonly string[], inventory: string, options: RunCommandOptions): Promise<void> {
  if (files.length !== 1) throw new Refusal("--live: expected one scenario at a time");
  const { runLive } = await import("./run-live.ts");
  const done = await runLive(files[0], inventory, options);
  if (done === undefined) return;
  const before = process.exitCode;
  await tell([done], options);
  process.exitCode = process.exitCode === EXIT.ok ? before : process.exitCode;
}

function prepare(files: readonly string[], options: RunCommandOptions): Job[] {
  const jobs: Job[] = [];
  onEveryFile(files, (file) => {
    const asWritten = loadScenario(file, options.set);
    const sizes = sizeOverrides(asWritten.scenario, options);
    const overrides = [...options.set, ...sizes];
    const { scenario, text, remarks } = sizes.length === 0 ? asWritten : loadScenario(file, overrides);
    const twin = jobs.find((job) => job.scenario.name === scenario.name);
    if (twin !== undefined)
      throw new Refusal(
        `${file}: is named ${scenario.name}, as is ${twin.file}; their results would be in the same folder`,
      );
    jobs.push({ file, text, scenario: withSeed(scenario, options.seed), overrides, remarks });
  });
  for (const [option, kind] of [
    ["trials", "crash-campaign"],
    ["replications", "availability"],
  ] as const)
    if (options[option] !== undefined && !jobs.some(({ scenario }) => scenario.experiment.kind === kind))
      throw new Refusal(`--${option}: no scenario here is of kind ${kind}`);
  return jobs;
}

function checkpointOf(out: string, name: string): string {
  return join(out, `${name}.checkpoint`);
}

/** Undefined if it was interrupted; then completed parts are kept for --resume. */
async function runOne(job: Job, options: RunCommandOptions, signal: AbortSignal): Promise<Performed | undefined> {
  const { scenario } = job;
  const folder = join(options.out, scenario.name);
  const checkpoint = checkpointOf(options.out, scenario.name);
  const identity: Identity = { version: VERSION, hash: scenario.hash, seed: scenario.seed };
  const line = progress(scenario.name, progressParts(scenario), options.quiet === true);
  const done = options.resume === true ? loadCheckpoint(checkpoint, identity) : [];
  const onProgress = (parts: number) => line.show(parts);
  const performed = await whileRunning(scenario, () =>
    performExperiment(scenario, { workers: options.workers, done, onProgress, signal }),
  ).finally(() => line.end());
  if (performed.kind === "unfinished") {
    saveCheckpoint(checkpoint, identity, performed.done);
    printError(
      `${scenario.name}: interrupted after ${performed.parts} of ${performed.of}; to continue: ` +
        `${commandLine(resumed(process.argv.slice(2)))}\n`,
    );
    process.exitCode = codeOfSignal(signal.reason);
    return undefined;
  }
  const { resultFiles } = await import("../../result-files.ts");
  writeListed(
    folder,
    RESULT.file,
    await whileRunning(scenario, () =>
      resultFiles({ ...job, file: basename(job.file), performed, withReport: options.report }),
    ),
  );
  dropCheckpoint(checkpoint);
  return performed;
}

function resumed(words: readonly string[]): readonly string[] {
  return words.includes("--resume") ? words : [...words, "--resume"];
}

type Done = { readonly performed: Performed; readonly scenario: Scenario };

async function tell(done: readonly Done[], options: RunCommandOptions): Promise<void> {
  const summaries = done.map(({ performed }) => performed.summary);
  if (options.json) {
    for (const summary of summaries) print(`${JSON.stringify(summary, null, 2)}\n`);
  } else if (!options.quiet) {
    const { summaryText } = await import("../../../report/text/terminal.ts");
    print(
      `${summaryText(
        summaries,
        lineWidth(),
        new Map(done.map(({ scenario }) => [scenario.name, capacityAtAGlance(scenario.settings)])),
      )}\n` +
        `Results: ${summaries.map(({ scenario }) => join(options.out, scenario.name)).join(", ")}` +
        `\n${summaries.map(({ scenario, seed }) => `${madeBy({ ...scenario, seed })}\n`).join("")}`,
    );
  }
  const { code, because } = verdictOn(summaries);
  for (const line of because) printError(`${line}\n`);
  process.exitCode = code;
}
