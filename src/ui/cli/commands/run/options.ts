// What is given to `3rc run`, on simulated and on real machines.

/** The options of the command, as its arguments are read. */
export type RunCommandOptions = {
  readonly seed?: string;
  readonly trials?: number;
  readonly replications?: number;
  readonly workers: number;
  readonly out: string;
  readonly set: readonly string[];
  readonly resume?: true;
  /** Drop what an unfinished run has left. */
  readonly fresh?: true;
  readonly report: boolean;
  readonly json?: true;
  readonly quiet?: true;
  /** An inventory file: run on real machines. */
  readonly live?: string;
  /** The scenario's name, said by whoever wants real machines to be broken. */
  readonly yes?: string;
  readonly dryRun?: true;
};
