// How many of something may be asked for, in a file as on the command line.

export const MOST = 999_999_999;
/** Each is kept until the end. */
export const MOST_REPLICATIONS = 1_000_000;
