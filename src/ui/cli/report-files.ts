// Charts and page of a result.

import { NO_TIME, START, toSeconds, type Instant } from "../../base/prelude/time.ts";
import { timelineOf } from "../../core/journal/timeline.ts";
import { traceLine } from "../../core/journal/trace.ts";
import type { TrialTable } from "../../core/measurement/trial-table.ts";
import { downtimeByYear } from "../report/charts/downtime-by-year.ts";
import { downtimeShares } from "../report/charts/downtime-shares.ts";
import { ninesByUnit } from "../report/charts/nines-by-unit.ts";
import { phaseWaterfall } from "../report/charts/phase-waterfall.ts";
import { recoveryEcdf } from "../report/charts/recovery-ecdf.ts";
import { recoveryHistogram } from "../report/charts/recovery-histogram.ts";
import type { Chart } from "../report/charts/theme.ts";
import { timelineChart, type Origin } from "../report/charts/timeline.ts";
import { reportPage } from "../report/pages/page.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { recovered } from "../../study/statistics/summaries/summarise-recovery.ts";
import { drawAll } from "./draw-all.ts";
import type { Performed } from "../../study/runners/perform.ts";
import type { Told } from "./result-files.ts";

/** SVG and PNG of each chart, and the page. */
export async function reportFiles(
  scenario: Scenario,
  performed: Performed,
  told: Told | undefined,
  command: string,
): Promise<Map<string, string | Uint8Array>> {
  const { files: pictures, drawings } = await drawAll(chartsOf(performed, told));
  const trace =
    told === undefined ? "" : told.entries.flatMap((entry) => traceLine(entry, told.clock) ?? []).join("\n");
  return new Map([
    ...pictures,
    ["report.html", reportPage(performed.summary, { drawings, command, description: scenario.description, trace })],
  ]);
}

function chartsOf(performed: Performed, told: Told | undefined): Chart[] {
  return [...resultCharts(performed), episode(told)].filter((chart) => chart !== undefined);
}

function resultCharts(performed: Performed): (Chart | undefined)[] {
  switch (performed.kind) {
    case "crash-campaign": {
      const { summary } = performed;
      const sorted = recoveryTimes(performed.trials);
      if (sorted.length === 0) return [];
      return [recoveryHistogram(summary, sorted), phaseWaterfall(summary), recoveryEcdf(summary, sorted)];
    }
    case "availability": {
      const { summary } = performed;
      return [
        ninesByUnit(summary),
        downtimeShares(summary, "cause"),
        downtimeShares(summary, "phase"),
        downtimeByYear(summary.scenario.name, performed.siteYears),
      ];
    }
    case "replay":
      return [];
  }
}

function recoveryTimes(trials: TrialTable): Float64Array {
  const times: number[] = [];
  for (const trial of trials) if (recovered(trial)) times.push(trial.recoverySeconds);
  return Float64Array.from(times).sort();
}

/** The told run from a little before its first change to a little after its last entry. */
function episode(told: Told | undefined): Chart | undefined {
  const first = told?.entries.find((entry) => entry.kind === "change");
  const last = told?.entries.at(-1);
  if (told === undefined || first === undefined || last === undefined) return undefined;
  const margin = Math.ceil((last.at - first.at) * 0.05);
  const from = Math.max(START, first.at - margin) as Instant;
  return timelineChart(timelineOf(told.entries, from, (last.at + margin) as Instant), told.title, originOf(told));
}

function originOf({ kind, clock }: Told): Origin {
  if (kind === "trial") return { kind: "fault" };
  return clock === NO_TIME ? { kind: "run" } : { kind: "clock", seconds: toSeconds(clock) };
}
