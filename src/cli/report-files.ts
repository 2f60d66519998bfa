// Charts and page of a result.

import { createRequire } from "node:module";
import { START, type Instant } from "../prelude/time.ts";
import { timelineOf } from "../recorder/timeline.ts";
import { traceLine } from "../recorder/trace.ts";
import type { TrialTable } from "../recorder/trial-table.ts";
import { downtimeByYear } from "../report/charts/downtime-by-year.ts";
import { downtimeShares } from "../report/charts/downtime-shares.ts";
import { ninesByUnit } from "../report/charts/nines-by-unit.ts";
import { phaseWaterfall } from "../report/charts/phase-waterfall.ts";
import { recoveryEcdf } from "../report/charts/recovery-ecdf.ts";
import { recoveryHistogram } from "../report/charts/recovery-histogram.ts";
import type { Chart } from "../report/charts/theme.ts";
import { timelineChart } from "../report/charts/timeline.ts";
import { reportPage, type Drawing } from "../report/page.ts";
import { renderPng, renderSvg } from "../report/render-chart.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { recovered } from "../statistics/summarise-recovery.ts";
import type { Performed } from "./perform.ts";
import type { Told } from "./result-files.ts";

/** SVG and PNG of each chart, and the page. */
export async function reportFiles(scenario: Scenario, performed: Performed, told: Told | undefined, command: string): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  const drawings: Drawing[] = [];
  for (const chart of chartsOf(performed, told)) {
    const svg = await renderSvg(chart);
    drawings.push({ name: chart.name, svg, caption: chart.caption });
    files.set(`charts/${chart.name}.svg`, svg);
    files.set(`charts/${chart.name}.png`, await renderPng(svg, fontFiles()));
  }
  const trace = told === undefined ? "" : told.entries.flatMap((entry) => traceLine(entry, told.clock) ?? []).join("\n");
  files.set("report.html", reportPage(performed.summary, { drawings, command, description: scenario.description, trace }));
  return files;
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
      return [recoveryHistogram(summary, sorted), phaseWaterfall(summary), recoveryEcdf(summary.scenario.name, sorted, summary.recovery.within_10_min)];
    }
    case "availability": {
      const { summary } = performed;
      return [ninesByUnit(summary), downtimeShares(summary, "cause"), downtimeShares(summary, "phase"), downtimeByYear(summary.scenario.name, performed.siteDownSecondsByYear)];
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

/** The told run from a little before its first step to a little after its last. */
function episode(told: Told | undefined): Chart | undefined {
  if (told === undefined) return undefined;
  const instants = told.entries.filter((entry) => entry.kind === "change").map(({ at }) => at as number);
  if (instants.length === 0) return undefined;
  const [first, last] = [Math.min(...instants), Math.max(...told.entries.map(({ at }) => at as number))];
  const margin = Math.ceil((last - first) * 0.05);
  const from = Math.max(START, first - margin) as Instant;
  return timelineChart(timelineOf(told.entries, from, (last + margin) as Instant), told.title);
}

function fontFiles(): string[] {
  const require = createRequire(import.meta.url);
  return ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => require.resolve(`dejavu-fonts-ttf/ttf/${name}`));
}
