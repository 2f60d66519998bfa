// The charts and the page of a result.

import { capacityAtAGlance } from "../../core/capacity/in-words.ts";
import { NO_TIME, START, toSeconds, type Instant } from "../../base/prelude/time.ts";
import { eventfulSpan, timelineOf } from "../../core/journal/timeline.ts";
import { traceLine } from "../../core/journal/trace.ts";
import type { TrialTable } from "../../core/measurement/trial-table.ts";
import type { ChartSource, Episode, Origin } from "../report/charts/chart.ts";
import { chartsFrom } from "../report/charts/registry.ts";
import { reportPage } from "../report/pages/page.ts";
import type { Scenario } from "../../core/scenario/scenario.ts";
import { recovered } from "../../study/statistics/summaries/summarise-recovery.ts";
import { drawAll } from "./draw-all.ts";
import type { Performed } from "../../study/runners/perform.ts";
import type { Told } from "./run-in-detail.ts";

/** SVG and PNG of each chart, and the page. */
export async function reportFiles(
  scenario: Scenario,
  performed: Performed,
  told: Told | undefined,
  command: string,
): Promise<Map<string, string | Uint8Array>> {
  const { files: pictures, drawings } = await drawAll(chartsFrom(sourceOf(performed, told)));
  const trace =
    told === undefined ? "" : told.entries.flatMap((entry) => traceLine(entry, told.clock) ?? []).join("\n");
  return new Map([
    ...pictures,
    [
      "report.html",
      reportPage(performed.summary, {
        drawings,
        command,
        description: scenario.description,
        trace,
        site: capacityAtAGlance(scenario.settings),
      }),
    ],
  ]);
}

function sourceOf(performed: Performed, told: Told | undefined): ChartSource {
  const episode = told === undefined ? undefined : episodeOf(told);
  switch (performed.kind) {
    case "crash-campaign": {
      const { kind, summary, trials } = performed;
      return { kind, summary, recoverySeconds: recoveryTimes(trials), episode };
    }
    case "availability":
      return performed;
    case "incident":
      return { kind: performed.kind, summary: performed.summary, episode };
  }
}

function recoveryTimes(trials: TrialTable): Float64Array {
  const times: number[] = [];
  for (const trial of trials) if (recovered(trial)) times.push(trial.recoverySeconds);
  return Float64Array.from(times).sort();
}

/**
 * The detailed run, from shortly before its first change to shortly after its last entry; undefined without a change.
 */
function episodeOf(told: Told): Episode | undefined {
  const span = eventfulSpan(told.entries);
  if (span === undefined) return undefined;
  const margin = Math.ceil((span.to - span.from) * 0.05);
  const from = Math.max(START, span.from - margin) as Instant;
  const timeline = timelineOf(told.entries, from, (span.to + margin) as Instant);
  return { timeline, title: told.title, origin: originOf(told) };
}

function originOf({ kind, clock }: Told): Origin {
  if (kind === "trial") return { kind: "fault" };
  return clock === NO_TIME ? { kind: "run" } : { kind: "clock", seconds: toSeconds(clock) };
}
