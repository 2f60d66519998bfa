// summary.json: the result that other programs read. Its fields are documented in docs/columns.md; a change of meaning
// or a removal increments SUMMARY_SCHEMA, an addition does not. A number that does not exist is null.

import type { ExpectationVerdict } from "../../../core/expectations/expectation.ts";

export const SUMMARY_SCHEMA = 1;

export type Summary = CampaignSummary | AvailabilitySummary | IncidentSummary;

type Head = {
  readonly schema: typeof SUMMARY_SCHEMA;
  /** The version of 3rc. */
  readonly version: string;
  readonly scenario: { readonly name: string; readonly hash: string };
  readonly seed: string;
  /** Violated invariants of the world (such as a VM that ran twice): name to count. Empty in a correct run. */
  readonly violations: Readonly<Record<string, number>>;
  /** What the scenario expects, and what was found instead or besides; absent if it expects nothing. */
  readonly expectations?: readonly Judgement[];
};

/** `figure`: its place, if it is a bound on one. `at_seconds`: the instant of an incident that decided it. */
type Judgement = {
  readonly figure?: string;
  readonly expected: string;
  readonly found: string;
  readonly verdict: ExpectationVerdict;
  readonly at_seconds?: number;
};

export type CampaignSummary = Head & {
  readonly experiment: "crash-campaign";
  readonly trials: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly recovery: RecoverySummary;
  /** From the true loss of the service to its return, over the trials of `recovery`: without onset and verification. */
  readonly downtime: {
    readonly n: number;
    readonly mean_seconds: number | null;
    readonly sd_seconds: number | null;
    readonly p50_seconds: number | null;
    readonly p95_seconds: number | null;
    readonly max_seconds: number | null;
  };
  /** `recovery` for each kind of fault that was injected. */
  readonly by_fault: Readonly<Record<string, RecoverySummary>>;
  readonly phases: Readonly<
    Record<string, { readonly mean_seconds: number; readonly sd_seconds: number; readonly share: number }>
  >;
  readonly published: {
    readonly source: string;
    readonly n: number;
    readonly mean_seconds: number;
    readonly sd_seconds: number;
  } | null;
  /** Only of a campaign on real machines. */
  readonly live?: LiveSummary;
};

/**
 * Where it was run, and what the witness saw: how often it asked a hypervisor, how often one answered, and how often a
 * VM ran twice.
 */
export type LiveSummary = {
  readonly inventory: { readonly name: string; readonly hash: string };
  readonly witness: { readonly asked: number; readonly answered: number; readonly twice: number };
};

/**
 * Over recovered trials only; those that timed out, affected no service or are errors are counted in `outcomes`. `null`
 * if n is too small.
 */
export type RecoverySummary = {
  readonly n: number;
  readonly mean_seconds: number | null;
  readonly mean_ci: readonly [number, number] | null;
  readonly sd_seconds: number | null;
  readonly sd_ci: readonly [number, number] | null;
  readonly p50_seconds: number | null;
  readonly p95_seconds: number | null;
  readonly p99_seconds: number | null;
  readonly max_seconds: number | null;
  /**
   * Share of the trials in which a service was lost (recovered or not) that were verified within ten minutes, with its
   * Wilson interval.
   */
  readonly within_10_min: number | null;
  readonly within_10_min_ci: readonly [number, number] | null;
  readonly skewness: number | null;
  readonly excess_kurtosis: number | null;
  /**
   * Kolmogorov-Smirnov distance to the normal distribution with the sample's own mean and deviation, and the Lilliefors
   * p-value.
   */
  readonly ks_normal: number | null;
  readonly ks_normal_p: number | null;
};

export type AvailabilitySummary = Head & {
  readonly experiment: "availability";
  /** Counted simulated time, over all replications. */
  readonly years: number;
  readonly replications: number;
  readonly site: UnitSummary;
  readonly groups: Readonly<Record<string, UnitSummary>>;
  readonly vms: Readonly<Record<string, UnitSummary>>;
  /** The VM with the least availability. */
  readonly worst_vm: string;
  /** The same as that of the site. */
  readonly downtime_by_year: YearsSummary;
  /**
   * Recoveries of single VMs: outages of the service that began and ended in the counted time, from its loss to its
   * return.
   */
  readonly recovery: {
    readonly n: number;
    readonly mean_seconds: number | null;
    readonly p50_seconds: number | null;
    readonly p95_seconds: number | null;
    readonly p99_seconds: number | null;
    readonly max_seconds: number | null;
    readonly within_10_min: number | null;
    readonly within_10_min_ci: readonly [number, number] | null;
  };
  /** From the loss of service to the verdict down, over the outages that were detected. */
  readonly time_to_detect: {
    readonly n: number;
    readonly mean_seconds: number | null;
    readonly p95_seconds: number | null;
  };
  /** Shares of the VMs' downtime; each adds up to 1 (empty without downtime). */
  readonly downtime_by_cause: Readonly<Record<string, number>>;
  readonly downtime_by_phase: Readonly<Record<string, number>>;
  readonly incidents_per_year: number;
  /** Limitations of the intervals. */
  readonly remarks: readonly string[];
  /** The first replication with a violation, as `3rc trace --trial` counts them; null without violations. */
  readonly first_violation: number | null;
};

/** Downtime in single whole years, in seconds; null if no replication was a year long. */
export type YearsSummary = {
  readonly p50_seconds: number | null;
  readonly p90_seconds: number | null;
  readonly p99_seconds: number | null;
  readonly max_seconds: number | null;
  readonly years_without: number;
};

export type UnitSummary = {
  readonly availability: number;
  /** 95 %; the method depends on the number of outages, see `unavailabilityInterval`. */
  readonly availability_ci: readonly [number, number];
  /** -log10(1 - availability); null if no downtime was observed. */
  readonly nines: number | null;
  readonly nines_ci: readonly [number | null, number | null];
  readonly downtime_seconds_per_year: number;
  /** Outages that began in the counted time. */
  readonly outages: number;
  /** Uptime per outage, null without an outage. */
  readonly mtbf_seconds: number | null;
  /** Mean length of the outages that began and ended in the counted time; null without one. */
  readonly mttr_seconds: number | null;
  readonly downtime_by_year: YearsSummary;
};

export type IncidentSummary = Head & {
  readonly experiment: "incident";
  readonly horizon_seconds: number;
  readonly vms: Readonly<
    Record<
      string,
      {
        readonly outages: number;
        readonly downtime_seconds: number;
        readonly longest_seconds: number;
        readonly ended_up: boolean;
        readonly ended_on: string | null;
      }
    >
  >;
};
