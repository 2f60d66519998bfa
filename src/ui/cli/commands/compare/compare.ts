// `3rc compare`: a simulated campaign against a live one, or any campaign against another.

import { basename, dirname, resolve } from "node:path";
import { z } from "zod";
import { PHASES } from "../../../../core/measurement/trial.ts";
import type { SourceOf } from "../../../report/charts/chart.ts";
import { chartsFrom } from "../../../report/charts/registry.ts";
import { comparisonPage } from "../../../report/pages/comparison-page.ts";
import { comparisonText } from "../../../report/text/comparison-text.ts";
import { compareTrials, type Campaign } from "../../../../study/comparison/compare-trials.ts";
import type { Comparison } from "../../../../study/comparison/comparison.ts";
import { crashesOf, phaseSample, recoverySample } from "../../../../study/comparison/crashes.ts";
import { drawAll } from "../../draw-all.ts";
import { EXIT } from "../../exit.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { refuseForeign, type ResultMark } from "../../../../study/results/foreign.ts";
import type { FileContent } from "../../../../base/platform/files.ts";
import { holdFolders, prepareOut, writeListed } from "../../../../study/results/result-folder.ts";
import { campaignOf, readHalf, resultTrials } from "../../../../study/results/result-trials.ts";
import { commandLine } from "../../terminal/shell-word.ts";
import { printRefusedToday } from "../../load-scenario.ts";
import { lineWidth } from "../../terminal/width.ts";
import { VERSION } from "../../../../base/platform/version.ts";
import { print } from "../../terminal/print.ts";

export type CompareCommandOptions = {
  readonly out: string;
  readonly fault?: string;
  readonly alpha: number;
  /** Of the observed side. */
  readonly half?: string;
  readonly json?: true;
  readonly failIfDifferent?: true;
};

const TABLE = "comparison.json";
const comparisonHead = z.object({ schema: z.number(), predicted: z.object({}), observed: z.object({}) });
const COMPARISON: ResultMark = {
  file: TABLE,
  what: "a comparison",
  isOurs: (value) => comparisonHead.safeParse(value).success,
};

export async function compare(sim: string, live: string, options: CompareCommandOptions): Promise<void> {
  const half = readHalf(options.half);
  refuseForeign(options.out, COMPARISON);
  const [first, second] = [resultTrials(sim), resultTrials(live)];
  printRefusedToday([...first.refusedToday, ...second.refusedToday]);
  const [predicted, observed] = [campaignOf(first, undefined), campaignOf(second, half)];
  const fault = options.fault ?? null;
  const comparison = compareTrials(predicted, observed, { version: VERSION, alpha: options.alpha, fault });
  if (comparison === undefined) throw new Refusal(nothingToCompare(sim, live, predicted, observed, fault));
  const [around, name] = [dirname(resolve(options.out)), basename(resolve(options.out))];
  prepareOut(around);
  const letGo = holdFolders(around, [name]);
  try {
    const files = await comparisonFiles(comparison, predicted, observed, commandOf(sim, live, options));
    writeListed(options.out, TABLE, files);
  } finally {
    letGo();
  }
  print(
    options.json === true ? json(comparison) : `${comparisonText(comparison, lineWidth())}\nResults: ${options.out}\n`,
  );
  process.exitCode = comparison.verdict.distinguishable && options.failIfDifferent === true ? EXIT.verdict : EXIT.ok;
}

function nothingToCompare(
  sim: string,
  live: string,
  predicted: Campaign,
  observed: Campaign,
  fault: string | null,
): string {
  const faults = (side: Campaign) => [...new Set([...side.trials].map((trial) => trial.fault))].join(", ") || "none";
  const wanted =
    fault === null
      ? "there is nothing to compare: one side has only trials with errors"
      : `--fault ${fault}: expected a fault that both sides have`;
  return `${wanted}\n${sim}: faults ${faults(predicted)}\n${live}: faults ${faults(observed)}`;
}

async function comparisonFiles(
  comparison: Comparison,
  predicted: Campaign,
  observed: Campaign,
  command: string,
): Promise<Map<string, FileContent>> {
  const { files, drawings } = await drawAll(chartsFrom(sourceOf(comparison, predicted, observed)));
  return new Map<string, FileContent>([
    [TABLE, json(comparison)],
    ...files,
    ["report.html", comparisonPage(comparison, drawings, command)],
  ]);
}

function sourceOf(comparison: Comparison, predicted: Campaign, observed: Campaign): SourceOf<"comparison"> {
  const terms = {
    fault: comparison.fault,
    withinSeconds: Math.min(predicted.timeoutSeconds, observed.timeoutSeconds),
    withoutHuman: predicted.live || observed.live,
  };
  const [first, second] = [predicted, observed].map(({ trials }) => crashesOf(trials, terms).all);
  const phases = PHASES.filter((phase) => phase in comparison.phases).map((phase) => ({
    name: phase,
    compared: comparison.phases[phase],
    predicted: phaseSample(first, phase),
    observed: phaseSample(second, phase),
  }));
  const recovery = {
    name: "recovery",
    compared: comparison.recovery,
    predicted: recoverySample(first),
    observed: recoverySample(second),
  };
  return { kind: "comparison", comparison, times: [recovery, ...phases] };
}

function commandOf(sim: string, live: string, { fault, alpha, half }: CompareCommandOptions): string {
  return commandLine([
    "compare",
    sim,
    live,
    ...(fault === undefined ? [] : ["--fault", fault]),
    ...(half === undefined ? [] : ["--half", half]),
    "--alpha",
    String(alpha),
  ]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
