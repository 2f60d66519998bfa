// comparison.json: predicted and observed results. Its fields are documented in docs/compare.md; a change of meaning or
// a removal increments COMPARISON_SCHEMA, an addition does not. Times are in seconds; what does not exist is null.

export const COMPARISON_SCHEMA = 1;

export type Comparison = {
  readonly schema: typeof COMPARISON_SCHEMA;
  /** The version of 3rc. */
  readonly version: string;
  /** The largest probability of calling two samples of one distribution different. */
  readonly alpha: number;
  /** The only kind of fault that was compared; null: all. */
  readonly fault: string | null;
  readonly predicted: Side;
  readonly observed: Side;
  readonly verdict: Verdict;
  /**
   * From fault to verified service. Figures are of recovered trials; in the tests, trials that did not recover count as
   * later than all that did.
   */
  readonly recovery: Compared;
  /**
   * Each outcome that happened: how often on either side, and the p-value of the difference, adjusted for the number of
   * outcomes.
   */
  readonly outcomes: Readonly<Record<string, Counted>>;
  /** Each phase that took time on either side, over recovered trials. */
  readonly phases: Readonly<Record<string, ComparedPhase>>;
  /** The same for trials of one fault and one outcome, if both sides have enough of them. */
  readonly strata: readonly Stratum[];
  /** Limitations of the comparison. */
  readonly remarks: readonly string[];
};

export type Side = {
  readonly scenario: { readonly name: string; readonly hash: string };
  readonly seed: string;
  /** Whether it was run on real machines. */
  readonly live: boolean;
  /**
   * Trials that were compared, those among them that did not recover, and those that ended in errors and were left out.
   */
  readonly trials: number;
  readonly censored: number;
  readonly errors: number;
};

export type Verdict = {
  readonly distinguishable: boolean;
  /** The p-value of recovery times and outcomes together. */
  readonly p: number;
  /** What differs: recovery times, outcomes, or both. */
  readonly by: readonly ("recovery" | "outcomes")[];
  /** The phase that explains most of the difference. */
  readonly culprit: Culprit | null;
  /** The verdict as a sentence. */
  readonly sentence: string;
};

export type Culprit = { readonly phase: string; readonly difference_seconds: number; readonly of_seconds: number };

export type Figures = {
  readonly n: number;
  readonly mean_seconds: number | null;
  readonly sd_seconds: number | null;
  readonly p50_seconds: number | null;
  readonly p95_seconds: number | null;
};

export type Compared = {
  readonly predicted: Figures;
  readonly observed: Figures;
  /** Observed mean minus predicted mean, and its 95 % interval by Welch. */
  readonly difference_seconds: number | null;
  readonly difference_ci: readonly [number, number] | null;
  /** The Kolmogorov-Smirnov distance, and its p-value. */
  readonly ks: number;
  readonly ks_p: number;
  /**
   * The probability that an observed time is longer than a predicted one, and Mann and Whitney's p-value; null if there
   * are too many ties for it.
   */
  readonly observed_longer: number;
  readonly ranks_p: number | null;
  /** The p-value of both tests together: the lesser of the two, doubled; that of the first if it is the only one. */
  readonly p: number;
};

/** `p_adjusted`: Holm's, over all phases. */
export type ComparedPhase = Compared & { readonly p_adjusted: number; readonly differs: boolean };

export type Counted = { readonly predicted: number; readonly observed: number; readonly p: number };

export type Stratum = {
  readonly fault: string;
  readonly outcome: string;
  readonly recovery: Compared;
  readonly phases: Readonly<Record<string, ComparedPhase>>;
};
