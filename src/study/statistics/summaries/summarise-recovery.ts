// Summarises the recovery times of a set of trials. They are sorted first, so no figure depends on the trials' order.

import type { Trial, Trials } from "../../../core/measurement/trial.ts";
import { meanInterval, spreadInterval, wilsonInterval } from "../intervals/intervals.ts";
import { lilliefors } from "../tests/normality.ts";
import type { Sorted } from "../sample.ts";
import { moments, quantile } from "../sample.ts";
import type { CampaignSummary, RecoverySummary } from "./summary.ts";

/** The promise of relaxed high availability: ten minutes. */
const PROMISED_SECONDS = 600;

/** Whether a service was lost in the trial, so that there was something to recover. */
export function harmed({ outcome }: Pick<Trial, "outcome">): boolean {
  return outcome !== "unharmed" && outcome !== "not-injected" && outcome !== "error";
}

/** Whether the trial ended with its service back, by any means. */
export function recovered(trial: Pick<Trial, "outcome">): boolean {
  return harmed(trial) && trial.outcome !== "timed-out";
}

/** The summary of those `trials` that `chosen` selects. */
export function summariseRecovery(trials: Trials, chosen: (trial: Trial) => boolean): RecoverySummary {
  const sorted = sortedTimes(
    trials,
    (trial) => chosen(trial) && recovered(trial),
    ({ recoverySeconds }) => recoverySeconds,
  );
  const { n, mean, sd, skewness, excessKurtosis } = moments(sorted);
  const ks = lilliefors(sorted);
  return {
    n,
    mean_seconds: mean,
    mean_ci: mean === null || sd === null ? null : meanInterval(n, mean, sd),
    sd_seconds: sd,
    sd_ci: sd === null ? null : spreadInterval(sorted),
    p50_seconds: quantile(sorted, 0.5),
    p95_seconds: quantile(sorted, 0.95),
    p99_seconds: quantile(sorted, 0.99),
    max_seconds: quantile(sorted, 1),
    ...withinPromise(
      sorted,
      countWhere(trials, (trial) => chosen(trial) && harmed(trial)),
    ),
    skewness,
    excess_kurtosis: excessKurtosis,
    ks_normal: ks?.statistic ?? null,
    ks_normal_p: ks?.p ?? null,
  };
}

/** The share of `all` whose recovery time is in `sorted` and at most ten minutes, with its Wilson interval. */
export function withinPromise(
  sorted: Sorted,
  all: number,
): Pick<RecoverySummary, "within_10_min" | "within_10_min_ci"> {
  if (all === 0) return { within_10_min: null, within_10_min_ci: null };
  let kept = 0;
  while (sorted[kept] <= PROMISED_SECONDS) kept++;
  return { within_10_min: kept / all, within_10_min_ci: wilsonInterval(kept, all) };
}

/** The true downtime in recovered trials. */
export function summariseDowntime(trials: Trials): CampaignSummary["downtime"] {
  const sorted = sortedTimes(trials, recovered, ({ downtimeSeconds }) => downtimeSeconds);
  const { n, mean, sd } = moments(sorted);
  return {
    n,
    mean_seconds: mean,
    sd_seconds: sd,
    p50_seconds: quantile(sorted, 0.5),
    p95_seconds: quantile(sorted, 0.95),
    max_seconds: quantile(sorted, 1),
  };
}

/** Times of the trials that are counted, ascending. */
export function sortedTimes(
  trials: Trials,
  counted: (trial: Trial) => boolean,
  secondsOf: (trial: Trial) => number,
): Float64Array {
  const seconds = new Float64Array(countWhere(trials, counted));
  let next = 0;
  for (const trial of trials) if (counted(trial)) seconds[next++] = secondsOf(trial);
  return seconds.sort();
}

function countWhere(trials: Trials, holds: (trial: Trial) => boolean): number {
  let count = 0;
  for (const trial of trials) if (holds(trial)) count++;
  return count;
}
