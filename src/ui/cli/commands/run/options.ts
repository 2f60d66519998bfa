// The options of `3rc run`, for simulated and real machines.

/** Options as commander parses them. */
export type RunCommandOptions = {
  readonly seed?: string;
  readonly trials?: number;
  readonly replications?: number;
  readonly workers: number;
  readonly out: string;
  readonly set: readonly string[];
  readonly resume?: true;
  /** Discard an unfinished run. */
  readonly fresh?: true;
  readonly report: boolean;
  readonly json?: true;
  readonly quiet?: true;
  /** An inventory file: run on real machines. */
  readonly live?: string;
  /** The scenario's name, as a confirmation that real machines may be broken. */
  readonly yes?: string;
  readonly dryRun?: true;
};
