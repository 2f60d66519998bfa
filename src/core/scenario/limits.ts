// How many of something may be asked for, in a file as on the command line.

export const MAX = 999_999_999;
/** Each is kept until the end. */
export const MAX_REPLICATIONS = 1_000_000;
