// Summaries and charts of which a test states only what matters.

import type { Tally } from "../../../src/core/measurement/tally.ts";
import type { Trial } from "../../../src/core/measurement/trial.ts";
import type { Chart, Episode } from "../../../src/ui/report/charts/chart.ts";
import { chartsFrom } from "../../../src/ui/report/charts/registry.ts";
import { summariseAvailability } from "../../../src/study/statistics/summaries/summarise-availability.ts";
import { summariseCampaign } from "../../../src/study/statistics/summaries/summarise-campaign.ts";
import { downSecondsByYear } from "../../../src/study/statistics/summaries/summarise-unit.ts";
import { recovered } from "../../../src/study/statistics/summaries/summarise-recovery.ts";
import type {
  AvailabilitySummary,
  CampaignSummary,
  IncidentSummary,
} from "../../../src/study/statistics/summaries/summary.ts";
import { down, HEAD, tally, trial } from "../../study/statistics/builders.ts";

export const PUBLISHED = { source: "a paper", n: 100, mean_seconds: 181, sd_seconds: 10 };

/** Forty trials of 160 s to 199 s, one that timed out. */
export function someTrials(): Trial[] {
  const trials = Array.from({ length: 40 }, (_, i) =>
    trial(i, 160 + ((i * 7) % 40), {}, { detection: 20, action: 100, "guest-boot": 40 + ((i * 7) % 40) }),
  );
  return [...trials, trial(40, 1800, { outcome: "timed-out" }, { human: 1800 })];
}

export function campaign(
  trials: readonly Trial[],
  published: CampaignSummary["published"] = PUBLISHED,
): CampaignSummary {
  return summariseCampaign(HEAD, trials, published);
}

export function campaignCharts(trials: readonly Trial[]): Chart[] {
  const summary = campaign(trials);
  const recoverySeconds = Float64Array.from(trials.filter(recovered), (each) => each.recoverySeconds).sort();
  return chartsFrom({ kind: "crash-campaign", summary, recoverySeconds, episode: undefined });
}

/** A year with an outage of the first VM, so long, in so many replications. */
export function troubled(downSeconds: number, vms = 2): Tally {
  const [well, once] = [down(0, 0), down(downSeconds, 1)];
  return tally({
    site: once,
    groups: [once],
    vms: Array.from({ length: vms }, (_, i) => (i === 0 ? once : well)),
    recoverySeconds: [downSeconds],
    detectSeconds: [20],
    downSecondsByCause: { "host-power-loss": downSeconds },
    downSecondsByPhase: { "guest-boot": downSeconds },
    incidents: 1,
  });
}

export function availability(tallies: readonly Tally[], vms: readonly string[] = ["vm1", "vm2"]): AvailabilitySummary {
  return summariseAvailability(HEAD, { groups: ["group1"], vms }, tallies);
}

export function availabilityCharts(tallies: readonly Tally[], vms?: readonly string[]): Chart[] {
  const summary = availability(tallies, vms);
  const siteYears = downSecondsByYear(tallies, (each) => each.site);
  return chartsFrom({ kind: "availability", summary, siteYears });
}

/** At most one. */
export function episodeCharts(episode: Episode): Chart[] {
  return chartsFrom({ kind: "incident", summary: incident(["web"]), episode });
}

export function incident(vms: readonly string[]): IncidentSummary {
  return {
    schema: 1,
    ...HEAD,
    violations: {},
    experiment: "incident",
    horizon_seconds: 1800,
    vms: Object.fromEntries(
      vms.map((name, i) => [
        name,
        {
          outages: i === 0 ? 1 : 0,
          downtime_seconds: i === 0 ? 170 : 0,
          longest_seconds: i === 0 ? 170 : 0,
          ended_up: true,
          ended_on: "host1",
        },
      ]),
    ),
  };
}
